import Diffusion
import Easel
import Foundation
import Hub
import Personalization
import TestSupport
import Testing

/// Pictures from archives and addresses.
@Suite struct PictureSourceTests {
    private static let picture = EaselTinyModel.repository.appending(path: "notebooks/concepts/moss-cat/single/01.jpg").path
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
        let bytes = Array(try #require(FileManager.default.contents(atPath: Self.picture)))
        let server = try SmallServer { _ in .init(body: bytes) }
        defer { server.stop() }
        #expect(try EaselSession().images(["\(server.url)/01.jpg"]).count == 1)
        let error = try #require(#expect(throws: EaselError.self) { try EaselSession().images(["\(server.url)/01.jpg"], prompts: .captions) })
        #expect("\(error)".contains("text file beside each picture"))
    }

    /// PIL, and with it a control's depth, clips such a picture at 255.
    @Test func deepGrayKeepsItsLevels() throws {
        let path = EaselTinyModel.repository.appending(path: "Tests/Fixtures/images/files/gray16.png").path
        let deep = try #require(try ImageFile(path: path).deepGray)
        for background in [nil, RGB.white] {
            let pixels = try EaselSession().images([path], background: background).elements[0].image.bitmap.pixels
            #expect(stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] } == deep.map { UInt8($0 >> 8) })
        }
    }

    @Test func captionsAreTextInUTF8() throws {
        let folder = try TemporaryFolder()
        let picture = try #require(FileManager.default.contents(atPath: Self.picture))
        let path = try folder.write(picture, to: "a.jpg")
        _ = try folder.write(Array("\u{FEFF}my {}\r\n".utf8), to: "a.txt")
        #expect(try EaselSession().images([path], prompts: .captions).elements[0].image.prompts == ["my {}"])
        _ = try folder.write([0xFF, 0xFE, 0x61, 0x00], to: "a.txt")
        let error = try #require(#expect(throws: EaselError.self) { try EaselSession().images([path], prompts: .captions) })
        #expect("\(error)".contains("a.txt") && "\(error)".contains("UTF-8"))
    }

    @Test func whatIsLeftOutIsSaid() throws {
        let folder = try TemporaryFolder()
        let session = EaselSession()
        var notes: [String] = []
        session.onEvent = { if case .note(let text) = $0 { notes.append(text) } }
        for name in ["a.HEIC", "b.gif", "c.tif", "d.bmp"] { _ = try folder.write([0], to: name) }
        let error = try #require(#expect(throws: PersonalizationError.self) { try session.images([folder.path]) })
        #expect("\(error)".contains("a.HEIC, b.gif, c.tif and 1 more can't be read; png, jpg, jpeg, webp can"), "\(error)")
        _ = try folder.write(try #require(FileManager.default.contents(atPath: Self.picture)), to: "e.jpg")
        #expect(try session.images([folder.path]).count == 1 && notes.count == 1)
        #expect(try session.images(["\(folder.path)/*.jpg"]).elements[0].image.source == "\(folder.path)/e.jpg")
        #expect(notes.count == 1 && notes[0].contains("a.HEIC, b.gif, c.tif and 1 more"), "a pattern leaves out on purpose: \(notes)")
        #expect(throws: EaselError.self) { try session.images([]) }
        let pattern = try #require(#expect(throws: PersonalizationError.self) { try session.images(["\(folder.path)/*/*.jpg"]) })
        #expect("\(pattern)".contains("only be the last part"))
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
