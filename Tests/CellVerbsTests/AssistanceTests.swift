import CellLanguage
import CellVerbs
import Foundation
import Testing

/// What a person gets while typing: completions in strings, pages, near misses.
@Suite(.serialized) struct AssistanceTests {
    /// Completes at the end of a cell: the matches, and the text that they stand for.
    private func complete(_ cell: String, in bench: NotebookBench) -> (texts: [String], replaced: String) {
        let cell = bench.expanded(cell)
        let scalars = Array(cell.unicodeScalars)
        let (matches, range) = bench.session.assistant.complete(cell, at: scalars.count)
        return (matches.map(\.text), String(String.UnicodeScalarView(scalars[range])))
    }

    @Test(arguments: [
        ("sample(\"a photo of <my", "<my-cat>", "<my"), ("sample(\"a photo of <", "<my-cat>", "<"),
        ("sample([\"a cat\", \"🐈 <my-c", "<my-cat>", "<my-c"), ("sample(\"(<my", "<my-cat>", "<my"), ("let prompt = \"two <my-", "<my-cat>", "<my-"),
        ("model.sample(\"a <m", "<my-cat>", "<m"), ("sweep(\"x<my-ca", "<my-cat>", "<my-ca"), ("sample(\"a mo", "moss", "mo"),
        ("train(cat, on: photos, preview: [\"a <m", "<my-cat>", "<m"), ("load(\"easel", "easel-tiny", "easel"), ("help(\"samp", "sample", "samp"),
        ("help(\"Sampl", "Sampler", "Sampl"),
    ])
    func stringsAreCompleted(_ cell: String, _ expected: String, _ replaced: String) {
        let bench = NotebookBench()
        bench.run("let model = load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")\nlet moss = addToken(\"moss\", initializer: \"cat\")")
        let found = complete(cell, in: bench)
        #expect(found.texts.contains(expected), "\(found.texts)")
        #expect(found.replaced == replaced)
    }

    /// The names of files would be the only ones that there are.
    @Test(arguments: ["subject(\"", "subject(category: \"", "subject(category: \"dog\", classPrompt: \"", "metamodel(\"", "lora(name: \""])
    func namesAndPromptsAreNoPaths(_ cell: String) { #expect(complete(cell, in: NotebookBench()).texts == []) }

    @Test func nothingStandsInTheMiddleOfAWord() {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet moss = addToken(\"moss\", initializer: \"cat\")")
        #expect(complete("sample(\"a dynamo", in: bench).texts == [])
    }

    @Test func pathsAreCompletedByWhatAnArgumentTakes() throws {
        let bench = NotebookBench()
        for name in ["cat.png", "car.safetensors", "caption.txt", "cat.json"] { try bench.write("", to: name) }
        try FileManager.default.createDirectory(atPath: bench.path("cats"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: bench.path("catalogue"), withDestinationPath: bench.path("cats"))
        func names(_ cell: String) -> [String] {
            complete("\(cell)(\"\(bench.path("ca"))", in: bench).texts.map { String($0.dropFirst(bench.path("ca").count - 2)) }
        }
        #expect(names("images") == ["cat.png", "catalogue/", "cats/"])
        #expect(names("loadToken") == ["car.safetensors", "catalogue/", "cats/"])
        #expect(names("canny") == ["cat.png", "catalogue/", "cats/"])
        #expect(names("pose") == ["cat.json", "catalogue/", "cats/"])
        #expect(names("print") == ["caption.txt", "car.safetensors", "cat.json", "cat.png", "catalogue/", "cats/"])
    }

    @Test func downloadedModelsAreKnownByName() throws {
        let bench = NotebookBench { folder in
            let snapshot = folder.appending(path: "hub/models--some-owner--a-model/snapshots")
            try? FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
            return folder.appending(path: "hub").path
        }
        #expect(complete("load(\"some", in: bench).texts == ["some-owner/a-model"])
    }

    /// The promise is 5 ms; the bound leaves room for machines that do something else as well.
    @Test func completionIsImmediate() throws {
        let bench = NotebookBench()
        bench.run("let model = load(MODEL)")
        bench.run((0..<1_000).map { "let variable\($0) = [\($0), 2, 3]" }.joined(separator: "\n"))
        for number in 0..<3_000 { try bench.write("", to: "many/file-\(number).png") }
        let long = (0..<1_500).map { "let line\($0) = sample(\"a photo number \($0)\", steps: \($0 + 1))" }.joined(separator: "\n")
        for cell in [
            "sam", "sample(\"x\", ", "variable9", "sample(\"x\", sampler: .e", long + "\nline14", "images(\"\(bench.path("many/"))", "line(1)\n" + long,
        ] {
            let count = cell.unicodeScalars.count
            let times = (0..<9).map { _ in ContinuousClock().measure { _ = bench.session.assistant.complete(cell, at: count) } }.sorted()
            let inspections = (0..<9).map { _ in ContinuousClock().measure { _ = bench.session.assistant.inspect(cell, at: count) } }.sorted()
            if ProcessInfo.processInfo.environment["EASEL_TIMES"] != nil { print(cell.suffix(24), times[4], times[8], inspections[4]) }
            #expect(times[4] < .milliseconds(25) && inspections[4] < .milliseconds(25), "\(cell.suffix(30)): \(times[4])")
        }
    }

    @Test(arguments: [
        ("load(\"easel-tny\")", "Did you mean 'easel-tiny'?"), ("help(\"smaple\")", "did you mean 'sample'?"),
        ("images(\"FOLDER/cast\")", "Did you mean 'FOLDER/cats'?"), ("recreate(\"FOLDER/cats/on.png\")", "Did you mean 'FOLDER/cats/one.png'?"),
        ("recreate(\"FOLDER/cat/one.png\")", "Did you mean 'FOLDER/cats/one.png'?"),
        ("loadToken(\"FOLDER/cat.safetensor\")", "Did you mean 'FOLDER/cat.safetensors'?"),
        ("model.sampl(\"a\")", "did you mean 'sample'?"), ("modle", "did you mean 'model'?"), ("smaple(\"a\")", "did you mean 'sample'?"),
        ("sample(\"a\", stesp: 3)", "did you mean 'steps'?"), ("sample(\"a\", sampler: .eulr)", "did you mean '.euler'"),
    ])
    func nearMissesAreSuggested(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        bench.run("let model = load(MODEL)")
        try bench.write("", to: "cats/one.png")
        try bench.write("", to: "cat.safetensors")
        let folder = String(bench.path("x").dropLast())
        let error = try #require(bench.error(cell.replacing("FOLDER/", with: folder)))
        #expect(error.contains(expected.replacing("FOLDER/", with: folder)), "\(error)")
    }

    @Test func unknownTokensInPromptsAreSaid() {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")")
        #expect(bench.run("sample(\"a <my-cet>\", steps: 1)").output.text.contains("<my-cet> is no token of easel-tiny"))
        #expect(bench.run("sample(\"a <my-cet>\", steps: 1)").output.text.contains("did you mean '<my-cat>'?"))
        #expect(!bench.run("sample(\"a <My-Cat>, 1 < 2 > 0\", steps: 1)").output.text.contains("Warning"))
    }

    @Test func helpIsAPage() throws {
        let bench = NotebookBench()
        let page = try #require(bench.run("help()").output.displays.first?.bundle)
        #expect(page.text.contains("sample") && page.data["text/markdown"]?.contains("```swift") == true)
        for name in ["sample", "Sampler", "Image", "images", "print", "Model", "stride"] {
            let page = bench.run("help(\"\(name)\")").output.displays.first?.bundle.text
            #expect(page?.contains(name) == true, "\(name)")
        }
    }
}
