import Foundation
import Glibc
import Synchronization

/// A web server for one test: answers every request as the test says, one connection a request, and remembers what was asked.
public final class SmallServer: Sendable {
    public struct Request: Sendable {
        public let method: String
        public let path: String
        public let headers: [String: String]
    }

    public struct Answer: Sendable {
        public var status: Int
        public var headers: [String: String]
        public var body: [UInt8]
        /// Breaks the connection after so many bytes of the body.
        public var cutAfter: Int?

        public init(status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], cutAfter: Int? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.cutAfter = cutAfter
        }
    }

    public let port: UInt16
    private let socket: CInt
    private let asked = Mutex<[Request]>([])
    private let isOver = Atomic<Bool>(false)

    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard status else { throw CocoaError(.fileReadUnknown) }
        (socket, port) = (listener, UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in serve(answer) }
    }

    deinit { close(socket) }

    public var url: String { "http://127.0.0.1:\(port)" }
    public var requests: [Request] { asked.withLock { $0 } }

    /// The server ends with its test: a thread waiting in `accept` would keep it alive.
    public func stop() {
        isOver.store(true, ordering: .relaxed)
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func serve(_ answer: @Sendable (Request) -> Answer) {
        while !isOver.load(ordering: .relaxed) {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            if let request = read(connection) {
                asked.withLock { $0.append(request) }
                send(answer(request), to: connection, isHead: request.method == "HEAD")
            }
            close(connection)
        }
    }

    private func read(_ connection: CInt) -> Request? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let lines = text.split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        let headers = lines.dropFirst().compactMap { line -> (String, String)? in
            line.firstIndex(of: ":").map { (line[..<$0].lowercased(), line[line.index($0, offsetBy: 2)...].description) }
        }
        return Request(method: words[0], path: words[1], headers: Dictionary(headers) { $1 })
    }

    private func send(_ answer: Answer, to connection: CInt, isHead: Bool) {
        var head = "HTTP/1.1 \(answer.status) -\r\nConnection: close\r\n"
        if answer.headers["Content-Length"] == nil { head += "Content-Length: \(answer.body.count)\r\n" }
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        let body = isHead ? [] : Array(answer.body.prefix(answer.cutAfter ?? .max))
        let bytes = Array((head + "\r\n").utf8) + body
        var place = 0
        while place < bytes.count {
            let count = bytes[place...].withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            place += count
        }
    }
}
