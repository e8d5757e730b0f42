import Foundation
import Hub
import Synchronization
import TestSupport
import Testing

/// Downloads against a hub on this machine that redirects, resumes, breaks and lies.
@Suite struct HubTests {
    private static let weights = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    private static let files: [String: [UInt8]] = [
        "model_index.json": Array("{}".utf8), "unet/weights.safetensors": weights, "unet/config.json": Array("{\"a\": 1}".utf8), "a name#1.txt": [1, 2, 3],
    ]

    @Test func filesLieWhereOtherToolsLookForThem() throws {
        let hub = try StandInHub(Self.files)
        let snapshot = try hub.download()
        #expect(snapshot == "\(hub.folder.path)/models--somebody--small/snapshots/\(StandInHub.commit)")
        for (name, content) in Self.files {
            #expect(FileManager.default.contents(atPath: "\(snapshot)/\(name)").map(Array.init) == content, "\(name)")
            let link = try FileManager.default.destinationOfSymbolicLink(atPath: "\(snapshot)/\(name)")
            let etag = StandInHub.etag(content, isLarge: name.hasSuffix(".safetensors"))
            #expect(link == (name.contains("/") ? "../" : "") + "../../blobs/\(etag)")
        }
        #expect(hub.cached("refs/main") == Array(StandInHub.commit.utf8))
        #expect(Hub(hub.settings).cachedSnapshot(of: StandInHub.repository) == snapshot)
    }

    @Test func whatIsThereIsNotFetchedAgain() throws {
        let hub = try StandInHub(Self.files)
        _ = try hub.download()
        let (asked, stored) = (hub.hub.requests.count, hub.store.requests.count)
        _ = try hub.download()
        #expect(hub.hub.requests.count == asked + 1, "only the list is asked for")
        #expect(hub.store.requests.count == stored)
    }

    @Test func theTokenStaysWithTheHub() throws {
        let hub = try StandInHub(Self.files)
        _ = try hub.download()
        #expect(hub.hub.requests.allSatisfy { $0.headers["authorization"] == "Bearer hf_secret" })
        #expect(!hub.store.requests.isEmpty && hub.store.requests.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test func aCutConnectionIsTakenUpWhereItEnded() throws {
        let cuts = Atomic<Int>(0)
        let hub = try StandInHub(Self.files) { request, answer in
            guard request.path.hasPrefix("/store/"), cuts.add(1, ordering: .relaxed).newValue <= 3 else { return answer }
            var answer = answer
            answer.cutAfter = 50_000
            return answer
        }
        let seen = Mutex<[Int]>([])
        let snapshot = try hub.download { progress in seen.withLock { $0.append(progress.done) } }
        #expect(FileManager.default.contents(atPath: "\(snapshot)/unet/weights.safetensors").map(Array.init) == Self.weights)
        #expect(hub.store.requests.map { $0.headers["range"] } == [nil, "bytes=50000-", "bytes=100000-", "bytes=150000-"])
        #expect(seen.withLock { $0.max() } == Self.weights.count)
    }

    @Test func aServerThatKnowsNoRangesStartsOver() throws {
        let calls = Atomic<Int>(0)
        let hub = try StandInHub(Self.files) { request, answer in
            guard request.path.hasPrefix("/store/") else { return answer }
            let isFirst = calls.add(1, ordering: .relaxed).newValue == 1
            return .init(body: Self.weights, cutAfter: isFirst ? 70_000 : nil)
        }
        let snapshot = try hub.download()
        #expect(FileManager.default.contents(atPath: "\(snapshot)/unet/weights.safetensors").map(Array.init) == Self.weights)
    }

    @Test func aConnectionThatNeverHoldsIsGivenUpAndItsBytesKept() throws {
        let calls = Atomic<Int>(0)
        let hub = try StandInHub(Self.files) { request, answer in
            guard request.path.hasPrefix("/store/") else { return answer }
            var answer = answer
            answer.cutAfter = calls.add(1, ordering: .relaxed).newValue == 1 ? 1000 : 0
            return answer
        }
        let error = #expect(throws: HubError.self) { try hub.download() }
        guard case .cutOff("unet/weights.safetensors", 1000, 200_000, _) = error else { Issue.record("\(String(describing: error))"); return }
        let etag = StandInHub.etag(Self.weights, isLarge: true)
        #expect(hub.cached("blobs/\(etag).incomplete")?.count == 1000)
    }

    @Test func anInterruptKeepsWhatCame() throws {
        struct Stop: Error {}
        let hub = try StandInHub(Self.files)
        #expect(throws: Stop.self) {
            _ = try hub.download { if $0.done > 0, $0.file.hasSuffix(".safetensors"), $0.done < Self.weights.count { throw Stop() } }
        }
        let snapshot = try hub.download()
        #expect(FileManager.default.contents(atPath: "\(snapshot)/unet/weights.safetensors").map(Array.init) == Self.weights)
        #expect(try #require(hub.store.requests.last?.headers["range"]).hasPrefix("bytes="))
    }

    @Test(arguments: ["model_index.json", "unet/weights.safetensors"])
    func damageIsFoundAndThrownAway(_ name: String) throws {
        let hub = try StandInHub(Self.files) { request, answer in
            guard request.path.hasSuffix(name), request.method == "GET", !answer.body.isEmpty else { return answer }
            var answer = answer
            answer.body[answer.body.count / 2] ^= 1
            return answer
        }
        let error = #expect(throws: HubError.self) { try hub.download() }
        guard case .damaged(name, _, _) = error else { Issue.record("\(String(describing: error))"); return }
        let etag = StandInHub.etag(try #require(Self.files[name]), isLarge: name.hasSuffix(".safetensors"))
        #expect(hub.cached("blobs/\(etag)") == nil)
        #expect(hub.cached("blobs/\(etag).incomplete") == [])
    }

    @Test func offlineOnlyTheCacheIsAsked() throws {
        let hub = try StandInHub(Self.files)
        let listing = try Hub(hub.settings).listing(of: StandInHub.repository, check: {})
        _ = try Hub(hub.settings).download(["model_index.json"], of: StandInHub.repository, listing: listing) { _ in }
        hub.settings.isOffline = true
        let asked = hub.hub.requests.count
        #expect(throws: HubError.self) { try Hub(hub.settings).listing(of: StandInHub.repository, check: {}) }
        #expect(throws: HubError.offline(repository: "somebody/small", missing: "unet/config.json", cache: hub.folder.path)) {
            try Hub(hub.settings).download(["model_index.json", "unet/config.json"], of: StandInHub.repository, listing: listing) { _ in }
        }
        _ = try Hub(hub.settings).download(["model_index.json"], of: StandInHub.repository, listing: listing) { _ in }
        #expect(hub.hub.requests.count == asked)
    }

    @Test(arguments: [
        (401, "GatedRepo", "Accept its terms"), (403, "", "is gated"), (404, "RepoNotFound", "There is no repository"), (401, "", "HF_TOKEN"),
        (404, "RevisionNotFound", "no branch, tag or commit"), (500, "", "status 500"),
    ])
    func refusalsSayWhatToDo(_ status: Int, _ code: String, _ expected: String) throws {
        let hub = try StandInHub(Self.files) { _, _ in .init(status: status, headers: ["X-Error-Code": code]) }
        hub.settings.token = nil
        let error = try #require(#expect(throws: HubError.self) { try hub.download() })
        #expect("\(error)".contains(expected), "\(error)")
    }

    @Test(arguments: [
        ("{", "no commit"), ("{}", "no commit"), ("{\"sha\": \"x\"}", "no commit"),
        ("{\"sha\": \"COMMIT\", \"siblings\": [{\"rfilename\": \"../../evil\"}]}", "a file '../../evil'"),
    ])
    func listsThatMakeNoSenseAreRefused(_ body: String, _ reason: String) throws {
        let hub = try StandInHub(Self.files) { _, _ in .init(body: Array(body.replacing("COMMIT", with: StandInHub.commit).utf8)) }
        let error = try #require(#expect(throws: HubError.self) { try hub.download() })
        #expect("\(error)".contains(reason), "\(error)")
    }

    @Test(arguments: ["../../../evil", ".hidden", "", String(repeating: "a", count: 200)])
    func anETagCannotLeadElsewhere(_ etag: String) throws {
        let hub = try StandInHub(Self.files) { request, answer in
            var answer = answer
            if answer.headers["ETag"] != nil { answer.headers["ETag"] = "\"\(etag)\"" }
            return answer
        }
        #expect(throws: HubError.self) { try hub.download() }
    }

    @Test func nobodyThereIsSaid() throws {
        let hub = try StandInHub(Self.files)
        hub.settings.endpoint = "http://127.0.0.1:1"
        let error = #expect(throws: HubError.self) { try hub.download() }
        guard case .unreachable = error else { Issue.record("\(String(describing: error))"); return }
    }

    @Test(arguments: ["a/b", "runwayml/stable-diffusion-v1-5", "x_y/z.w"])
    func namesOfRepositories(_ name: String) { #expect(HubRepository(name)?.description == name) }

    @Test(arguments: ["a", "a/b/c", "./b", "../b", "a/..", "~/b", "a/b--c", "a/b.git", "a/b c", "/a", "a/"])
    func pathsAreNoRepositories(_ text: String) { #expect(HubRepository(text) == nil) }

    @Test func settingsFollowTheEnvironment() {
        let settings = HubSettings(environment: ["HF_HOME": "/h", "HF_ENDPOINT": "http://mirror/", "HF_HUB_OFFLINE": "1", "HF_TOKEN": "t"])
        #expect((settings.cache, settings.endpoint, settings.isOffline, settings.token) == ("/h/hub", "http://mirror", true, "t"))
        #expect(HubSettings(environment: ["HF_HUB_CACHE": "/c", "HF_HOME": "/h"]).cache == "/c")
        #expect(HubSettings(environment: ["HOME": "/u"]).cache == "/u/.cache/huggingface/hub")
    }
}
