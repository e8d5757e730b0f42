import CellVerbs
import Foundation
import Testing

/// A notebook's pictures, described by one person and drawn again by another.
@Suite(.serialized) struct ManifestTests {
    private static let notebook = """
        let model = load(MODEL)
        let cat = addToken("<my-cat>", initializer: "cat")
        sample("a photo of <my-cat>", steps: 3, seed: 7, count: 2);
        sweep("a red house", steps: [2, 3], seed: 1);
        sample("a dog", steps: 2, sampler: .ddim, eta: 0.5, noise: .philox, seed: 3);
        sample("a dog", steps: 2, sampler: .ddim, eta: 0.5, noise: .philox, seed: 3);
        """

    /// What a bench prints of a manifest's verdicts.
    private func verdicts(_ cells: String, _ path: String) -> String {
        let bench = NotebookBench()
        let output = bench.run("\(cells)\nlet v = verify(\"\(path)\")\nprint(v.identical, v.different, v.impossible, v.isComplete)\nshow(v)").output
        return output.text + output.displays.map(\.bundle.text).joined()
    }

    @Test func picturesOfAManifestComeOutIdentical() throws {
        let bench = NotebookBench()
        let path = bench.path("manifest.json")
        try bench.write("", to: "here")
        #expect(bench.run(Self.notebook).outcome == .finished)
        let shown = try #require(bench.run("manifest()").output.result)
        for part in ["Easel", "easel-tiny", "local", "<my-cat>", "Pictures: 5", "a red house"] { #expect(shown.text.contains(part), "\(part)") }
        #expect(bench.error("save(manifest(), to: \"\(path)\")") == nil)
        let same = "load(MODEL)\naddToken(\"<my-cat>\", initializer: \"cat\")"
        #expect(verdicts(same, path).contains("5 0 0 true"))
        let untrained = verdicts("load(MODEL)", path)
        #expect(untrained.contains("3 0 2 false") && untrained.contains("the token <my-cat> is not here"))
        #expect(verdicts("load(MODEL)\naddToken(\"<my-cat>\", initializer: \"dog\")", path).contains("has learnt something else"))
    }

    /// What is shared beside a notebook: the manifest, and the file of a token that was learnt.
    @Test func learntTokensTravelAsFiles() throws {
        let bench = NotebookBench()
        let (path, token) = (bench.path("manifest.json"), bench.path("cat.safetensors"))
        let cells = """
            load(MODEL)
            let cat = addToken("<my-cat>", initializer: "cat", vectors: 2)
            train(cat, on: images(CATS), steps: 3, validateEvery: 0);
            sample("a photo of <my-cat>", steps: 3, seed: 7);
            save(cat, to: "\(token)")
            save(manifest(), to: "\(path)")
            """
        #expect(bench.error(cells) == nil)
        let shown = bench.run("manifest()").output.result?.text
        #expect(shown?.contains("<my-cat>: 3 of 3 steps, batches of 4, learning rate 0.02, seed 0, 8 pictures, SHA-256 ") == true, "\(shown ?? "")")
        #expect(verdicts("load(MODEL)\nloadToken(\"\(token)\")", path).contains("1 0 0 true"))
    }

    @Test func changedDigestsAreFound() throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nsample(\"a cat\", steps: 2, seed: 1)\nlet text = manifest().json")
        let json = try #require(bench.run("text").output.result?.text)
        let text = try JSONDecoder().decode(String.self, from: Data(json.utf8))
        let digest = try #require(text.firstMatch(of: /"digest" : "([0-9a-f]{64})"/)?.1)
        try bench.write(
            text.replacing(digest, with: String(repeating: "0", count: 64)).replacing("\"processor\" : \"", with: "\"processor\" : \"Other "), to: "m.json")
        let output = bench.run("verify(\"\(bench.path("m.json"))\")").output.result?.text
        #expect(output?.contains("0 of 1 pictures are identical") == true && output?.contains("different") == true)
        #expect(output?.contains("It was made on Other") == true)
    }

    @Test(arguments: ["", "{}", "[]", "{\"format\": 99}", "\u{0}"])
    func otherFilesAreRefused(_ text: String) throws {
        let bench = NotebookBench()
        try bench.write(text, to: "m.json")
        #expect(bench.error("load(MODEL)\nverify(\"\(bench.path("m.json"))\")")?.hasPrefix("FileError: Cannot read") == true)
        #expect(bench.error("load(MODEL)\nverify(\"\(bench.path("n.json"))\")")?.contains("Did you mean '\(bench.path("m.json"))'?") == true)
    }
}
