import Diffusion
import Easel
import Foundation
import Personalization
import TestSupport
import Testing

/// Pictures with their controls, as people have them.
@Suite struct PairsTests {
    private func folder(_ list: String, _ lines: [String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (index, name) in ["one", "two"].enumerated() {
            let grey = UInt8(60 + 100 * index)
            try Bitmap(width: 24, height: 16, fill: RGB(grey, grey, grey)).write(to: "\(folder.path)/\(name).png", texts: [])
            try Bitmap(width: 12, height: 8, fill: RGB(0, 0, grey)).write(to: "\(folder.path)/\(name)-control.png", texts: [])
        }
        _ = try folder.write(lines.joined(separator: "\n").utf8, to: list)
        return folder
    }

    @Test(arguments: [
        ("metadata.jsonl", #"{"file_name": "NAME.png", "conditioning_image": "NAME-control.png", "text": "a NAME"}"#),
        ("metadata.jsonl", #"{"image": "NAME.png", "conditioning_image": "NAME-control.png", "text": "a NAME"}"#),
        ("prompt.json", #"{"source": "NAME-control.png", "target": "NAME.png", "prompt": "a NAME"}"#),
    ])
    func foldersListTheirPairs(_ list: String, _ line: String) throws {
        let folder = try folder(list, ["two", "one"].map { line.replacing("NAME", with: $0) })
        let set = try withExtendedLifetime(folder) { try EaselSession().pairs(in: folder.path) }
        #expect(set.elements.map(\.image.prompts) == [["a two"], ["a one"]])
        #expect(set.elements.map { $0.image.bitmap.pixels[0] } == [160, 60])
        #expect(set.elements.map { $0.image.control?.pixels.prefix(3) } == [[0, 0, 160], [0, 0, 60]])
        #expect(set.elements.allSatisfy { $0.image.control?.width == 24 }, "controls are scaled to their pictures")
    }

    @Test func badListsAreNamed() throws {
        func error(_ list: String, _ lines: [String]) throws -> String {
            let folder = try folder(list, lines)
            return withExtendedLifetime(folder) {
                do {
                    _ = try EaselSession().pairs(in: folder.path)
                    return "none"
                } catch { return "\(error)" }
            }
        }
        #expect(try error("other.json", ["{}"]).contains("neither metadata.jsonl nor prompt.json"))
        #expect(try error("prompt.json", []).contains("the list is empty"))
        #expect(try error("prompt.json", [#"{"source": "one.png"}"#]).contains("line 1 does not name a picture (target)"))
        #expect(try error("prompt.json", [#"{"source": "one-control.png", "target": "one.png", "prompt": "a"}"#, "no JSON"]).contains("line 2"))
        #expect(try error("prompt.json", [#"{"source": "none.png", "target": "one.png", "prompt": "a"}"#]).contains("none.png"))
    }

    /// Pictures that were drawn bring their prompts; others have none to learn from.
    @Test func drawnPicturesKeepTheirPrompts() throws {
        let tiny = try EaselTinyModel()
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (2, 1)
        let drawn = try tiny.model.sample(["a cat", "a dog"], arguments)
        let set = try tiny.session.pairs(tiny.session.set(of: drawn)) { try canny($0) }
        #expect(set.elements.map(\.image.prompts) == [["a cat"], ["a dog"]] && set.isControlled)
        #expect(try set.elements[1].image.control == canny(drawn[1]).bitmap)
        #expect(throws: EaselError.self) { try tiny.session.set(of: [Image(drawn[0].bitmap)]) }
    }
}
