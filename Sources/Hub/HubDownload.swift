import FoundationEssentials
import Glibc

/// Brings one file into the cache: goes on where an earlier try ended, tries again when the connection breaks, and believes nothing unchecked.
struct HubDownload {
    private let name: String
    private let repository: HubRepository
    private let commit: String
    private let cache: HubCache
    private let server: HubServer
    private let progress: (Hub.Progress) throws -> Void

    /// Breaks in a row, without a byte between them, that are one too many.
    private static let patience = 5

    init(
        _ name: String, of repository: HubRepository, commit: String, cache: HubCache, server: HubServer, progress: @escaping (Hub.Progress) throws -> Void
    ) {
        self.name = name
        self.repository = repository
        self.commit = commit
        self.cache = cache
        self.server = server
        self.progress = progress
    }

    func run() throws {
        let check = { try progress(Hub.Progress(file: name, done: 0, total: nil)) }
        let file = try server.file(name, of: repository, commit: commit, check: check)
        let blob = cache.blob(file.etag)
        if !FileManager.default.fileExists(atPath: blob) {
            try cache.createParent(of: blob)
            let partial = try PartialFile("\(blob).incomplete", wait: check)
            // Another process may have brought it while this one waited.
            if !FileManager.default.fileExists(atPath: blob) {
                try fetch(file, into: partial)
                try verify(partial, file)
                guard rename(partial.path, blob) == 0 else { throw HubError.unwritable(path: blob, reason: String(cString: strerror(errno))) }
            }
        }
        try cache.link(file.etag, as: name, commit: commit)
    }

    private func fetch(_ file: HubServer.File, into partial: PartialFile) throws {
        try requireSpace(file, partial)
        var breaks = 0
        while file.size.map({ partial.count < $0 }) ?? true {
            let before = partial.count
            do {
                try transfer(file, into: partial)
                if file.size == nil { return }
                guard partial.count > before || partial.count == file.size else { throw HTTPFailure.cutOff(reason: "nothing came") }
            } catch HTTPFailure.unreachable(let reason) where partial.count == 0 {
                throw HubError.unreachable(url: file.url, reason: reason)
            } catch let failure as HTTPFailure {
                breaks = partial.count > before ? 1 : breaks + 1
                guard breaks < Self.patience else { throw cutOff(failure, partial, file) }
                try pause(breaks, partial, file)
            }
        }
    }

    private func cutOff(_ failure: HTTPFailure, _ partial: PartialFile, _ file: HubServer.File) -> HubError {
        switch failure {
        case .cutOff(let reason), .unreachable(let reason):
            .cutOff(name: name, done: partial.count, total: file.size, reason: reason)
        }
    }

    private func transfer(_ file: HubServer.File, into partial: PartialFile) throws {
        let start = partial.count
        var isFirst = true
        let report = { try progress(Hub.Progress(file: name, done: partial.count, total: file.size)) }
        let transfer = HTTPTransfer(check: report) { response, bytes in
            guard response.status == 200 || response.status == 206 else { return }
            // A server that ignores the range sends everything again.
            if isFirst, start > 0, response.status == 200 { try partial.startOver() }
            isFirst = false
            if let size = file.size, partial.count + bytes.count > size {
                throw HubError.damaged(name: name, expected: "\(size) bytes", found: "more")
            }
            try partial.append(bytes)
            try report()
        }
        let request = HTTPRequest(url: file.url, headers: server.headers, firstByte: start)
        do {
            let response = try transfer.perform(request)
            switch response.status {
            case 200, 206: return
            case 416: try partial.startOver()
            default: throw server.error(response, url: file.url, repository: repository, revision: commit, name: name)
            }
        } catch let error as HubError {
            if case .damaged = error { try partial.startOver() }
            throw error
        }
    }

    private func verify(_ partial: PartialFile, _ file: HubServer.File) throws {
        let check = { try progress(Hub.Progress(file: name, done: partial.count, total: file.size)) }
        if let size = file.size, partial.count != size {
            let found = partial.count
            try partial.startOver()
            throw HubError.damaged(name: name, expected: "\(size) bytes", found: "\(found)")
        }
        let digest = try partial.digest(like: file.etag, check: check)
        guard digest == file.etag else {
            try partial.startOver()
            throw HubError.damaged(name: name, expected: "hash \(file.etag)", found: digest)
        }
    }

    private func requireSpace(_ file: HubServer.File, _ partial: PartialFile) throws {
        guard let size = file.size, let free = partial.freeSpace else { return }
        let needed = size - partial.count
        guard needed <= free else { throw HubError.noSpace(folder: cache.folder, needed: needed, free: free) }
    }

    /// Longer after every break, and never deaf to an interrupt.
    private func pause(_ breaks: Int, _ partial: PartialFile, _ file: HubServer.File) throws {
        for _ in 0..<(2 << breaks) {
            try progress(Hub.Progress(file: name, done: partial.count, total: file.size))
            usleep(50_000)
        }
    }
}
