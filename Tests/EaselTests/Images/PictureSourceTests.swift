import Diffusion
import Easel
import Foundation
import Hub
import Personalization
import TestSupport
import Testing

/// Pictures from archives and addresses.
@Suite struct PictureSourceTests {
    private static let archive = EaselTinyModel.repository.appending(path: "Tests/Fixtures/archives/pictures.zip").path

    private func check(_ set: ImageSet) {
        #expect(set.elements.map { Array($0.image.bitmap.pixels.prefix(3)) } == [[255, 0, 0], [0, 0, 255]])
        #expect(set.elements.map(\.image.prompts) == [["a red {}"], ["a blue {}"]])
    }

    @Test func anArchiveIsReadWithItsCaptions() throws {
        let set = try EaselSession().images([Self.archive], prompts: .captions)
        check(set)
        #expect(set.elements[0].image.source == "\(Self.archive)/pictures/a.webp")
    }

    @Test func anAddressIsAPictureOrAnArchive() throws {
        let bytes = Array(try #require(FileManager.default.contents(atPath: Self.archive)))
        let server = try SmallServer { $0.path == "/pictures" ? .init(body: bytes) : .init(status: 404) }
        defer { server.stop() }
        check(try EaselSession().images(["\(server.url)/pictures"], prompts: .captions))
        #expect(throws: HubError.refused(url: "\(server.url)/gone.png", status: 404)) { try EaselSession().images(["\(server.url)/gone.png"]) }
    }

    @Test func anAddressHasNoCaptions() throws {
        let picture = EaselTinyModel.repository.appending(path: "notebooks/concepts/moss-cat/single/01.jpg").path
        let bytes = Array(try #require(FileManager.default.contents(atPath: picture)))
        let server = try SmallServer { _ in .init(body: bytes) }
        defer { server.stop() }
        #expect(try EaselSession().images(["\(server.url)/01.jpg"]).count == 1)
        let error = try #require(#expect(throws: EaselError.self) { try EaselSession().images(["\(server.url)/01.jpg"], prompts: .captions) })
        #expect("\(error)".contains("text file beside each picture"))
    }

    @Test func aDamagedArchiveIsRefused() throws {
        let folder = try TemporaryFolder()
        let bytes = Array(try #require(FileManager.default.contents(atPath: Self.archive)))
        for (number, harmed) in [[], Array(bytes.prefix(bytes.count / 2)), [UInt8](repeating: 7, count: 100)].enumerated() {
            let path = try folder.write(harmed, to: "\(number).zip")
            let error = try #require(#expect(throws: (any Error).self) { try EaselSession().images([path]) })
            #expect("\(error)".contains(path), "\(error)")
        }
    }

    /// Every byte changed once: an error or the pictures, never a crash.
    @Test func noDamageEndsTheProcess() throws {
        let folder = try TemporaryFolder()
        let bytes = Array(try #require(FileManager.default.contents(atPath: Self.archive)))
        var refused = 0
        for place in bytes.indices {
            var harmed = bytes
            harmed[place] ^= 0xFF
            let path = try folder.write(harmed, to: "harmed.zip")
            if (try? EaselSession().images([path])) == nil { refused += 1 }
        }
        #expect(refused > bytes.count / 8)
    }
}
