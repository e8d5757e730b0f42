import CellLanguage
import CellVerbs
import Diffusion
import Foundation
import Testing

/// The verbs as cells use them: what is shown, what is refused, what survives.
@Suite(.serialized) struct CellSessionTests {
    /// A model and a token leave a session as files and come back into another.
    @Test func modelsAndTokensAreSavedAndLoaded() throws {
        let bench = NotebookBench()
        let (place, token) = (bench.path("saved"), bench.path("moss.pt"))
        let saving = bench.error(
            "let model = load(MODEL)\nlet cat = addToken(\"<moss>\", initializer: \"cat\")\nsave(model, to: \"\(place)\")\nsave(cat, to: \"\(token)\")")
        #expect(saving == nil, "\(saving ?? "")")
        let loading = bench.error("load(\"\(place)\").loadToken(\"\(token)\").placeholder")
        #expect(loading == nil, "\(loading ?? "")")
        #expect(bench.error("load(\"\(place)\", variant: \"fp16\")")?.hasPrefix("ModelError") == true)
        #expect(bench.error("load(\"\(token)\")")?.hasPrefix("ModelError") == true)
        #expect(bench.error("load(MODEL, prediction: .epsilon)")?.contains("'prediction' of load") == true)
    }

    @Test func picturesAreShownWithTheirSizeAndSeed() throws {
        let bench = NotebookBench()
        let card = bench.run("let model = load(MODEL)")
        #expect(card.outcome == .finished)
        #expect(card.output.displays.contains { $0.bundle.text.contains("easel-tiny") && $0.bundle.data["text/html"] != nil })
        let one = try #require(bench.run("sample(\"a photo of a red cat\", steps: 4, seed: 42)").output.result)
        #expect(one.text.contains("64×64") && one.text.contains("seed 42"))
        #expect(try #require(one.png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let several = try #require(bench.run("model.sample([\"a cat\", \"a dog\"], count: 2, steps: 2, seed: 1)").output.result)
        #expect(several.text.contains("seed 4") && several.png != nil)
    }

    @Test func aSilencedOrBoundResultIsNotShown() {
        let bench = NotebookBench()
        #expect(bench.run("1 + 1").output.result?.text == "2")
        #expect(bench.run("1 + 1;").output.result == nil)
        #expect(bench.run("let a = 1").output.result == nil)
    }

    @Test(arguments: [
        ("sample(\"a cat\")", "ModelError: No model is loaded"),
        ("load(\"/no/such/folder\")", "ModelError: There is no model '/no/such/folder'"),
        ("load(MODEL); sample(\"a cat\", guidence: 7)", "ArgumentError: sample has no argument 'guidence'; did you mean 'guidanceScale'?"),
        ("load(MODEL); sample(\"a cat\", width: 65)", "ArgumentError: 'width' of sample must be a multiple of 4"),
        ("load(MODEL); sample(\"a cat\", control: 1)", "TypeError: 'control' of sample must be Control or Image or [Control or Image], not Int"),
        ("load(MODEL); sample(\"a cat\", sampler: .eulr)", "did you mean '.euler'"),
        ("load(MODEL); sample(\"a cat\", sampler: .euler, eta: 0.5)", "ArgumentError: 'eta' of sample must be 0 with .euler; .ddim has it"),
        ("load(MODEL); sample(\"a cat\", sampler: .dpmFast, timestepSpacing: .trailing)", "'timestepSpacing' of sample must be nothing with .dpmFast"),
        ("load(MODEL); sample(\"a cat\", sampler: .lms, zeroTerminalSNR: true)", "'zeroTerminalSNR' of sample must be false with .lms"),
        ("controlNet(from: 1)", "TypeError: 'from' of controlNet must be Model?, not Int"),
        ("load(MODEL, precision: .float16)", "precision .float16 is not in this version of Easel yet"),
        ("load(MODEL); addToken(\"<a>\", initializer: \"two words\")", "ArgumentError: The initializer 'two words'"),
        ("load(MODEL); addToken(\"<a>\", initializer: \"cat\", vectors: 17)", "'vectors' of addToken must be 1…16"),
        ("images(\"/no/such/folder\")", "FileError: There are no pictures"),
        ("let a = load(MODEL); let t = addToken(\"<a>\", initializer: \"cat\"); load(MODEL); train(t, on: images(CATS))", "ModelError: The token '<a>'"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        let error = try #require(bench.error(cell.replacing("; ", with: "\n")))
        #expect(error.contains(expected), "\(error)")
        #expect(bench.run("1 + 1").output.result?.text == "2")
    }

    @Test func anInterruptedTrainingKeepsItsRunAndItsToken() throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")\nlet photos = images(CATS)")
        var shown = 0
        let session = bench.session
        let training = bench.run("let run = train(cat, on: photos, steps: 5000, validateEvery: 0)") {
            shown += 1
            if shown == 6 { session.interrupt() }
        }
        guard case .failed("Interrupted", _, _) = training.outcome else { Issue.record("\(training.outcome)"); return }
        #expect(bench.run("run.interrupted").output.result?.text == "true")
        let steps = try #require(bench.run("run.steps").output.result.flatMap { Int($0.text) })
        #expect(steps > 0 && steps < 5000)
        #expect(bench.run("sample(\"a photo of <my-cat>\", steps: 2, seed: 1)").outcome == .finished)
        #expect(bench.run("let rest = train(cat, on: photos, steps: \(steps + 1), resume: run, validateEvery: 0)").outcome == .finished)
        #expect(bench.run("rest.steps").output.result?.text == "\(steps + 1)")
    }

    @Test func anInterruptedSampleLeavesTheSession() {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet kept = 7")
        let session = bench.session
        let sampling = bench.run("sample(\"a cat\", count: 200, steps: 200, seed: 1)") { session.interrupt() }
        guard case .failed("Interrupted", _, _) = sampling.outcome else { Issue.record("\(sampling.outcome)"); return }
        #expect(bench.run("kept").output.result?.text == "7")
    }

    @Test func savedThingsComeBack() throws {
        let bench = NotebookBench()
        let (token, picture) = (bench.path("cat.safetensors"), bench.path("cat.png"))
        let cells = """
            load(MODEL)
            let cat = addToken("<my-cat>", initializer: "cat", vectors: 2)
            save(cat, to: "\(token)")
            let first = sample("a photo of <my-cat>", steps: 3, seed: 5)
            save(first, to: "\(picture)")
            let again = loadToken("\(token)", placeholder: "<same>")
            let second = sample("a photo of <same>", steps: 3, seed: 5)
            print(again.vectors, first[0] == second[0])
            recreate("\(picture)")
            """
        let output = bench.run(cells).output
        #expect(output.text.contains("2 true"))
        #expect(output.text.contains("Equal to the file, pixel for pixel."))
    }

    @Test func everySamplerIsCompletedAndListed() {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        let cell = "sample(\"a cat\", sampler: ."
        let matches = bench.session.assistant.complete(cell, at: cell.unicodeScalars.count).matches.map(\.text)
        #expect(SamplerName.allCases.allSatisfy { name in matches.contains { $0.hasSuffix(name.rawValue) } }, "\(matches)")
        let output = bench.run("help(sample)").output
        let help = output.displays.map(\.bundle.text).joined() + output.text
        #expect(SamplerName.allCases.allSatisfy { help.contains(".\($0.rawValue)") }, "\(help)")
    }

    /// Each sampler draws through the one loop, with its progress and its own number of evaluations.
    @Test func everySamplerDrawsPictures() throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        for name in SamplerName.allCases {
            #expect(bench.run("sample(\"a cat\", sampler: .\(name.rawValue), steps: 4, seed: 1);").outcome == .finished, "\(name)")
        }
    }

    @Test func detailsChangeThePictureAndComeBackFromItsFile() throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        let usual = "sample(\"a cat\", sampler: .ddim, steps: 3, seed: 5)[0]"
        bench.run("let usual = \(usual)")
        let details = [
            "noise: .philox", "eta: 0.5", "guidanceRescale: 0.7", "timestepSpacing: .trailing", "prediction: .velocity",
            "prediction: .velocity, zeroTerminalSNR: true, timestepSpacing: .trailing",
        ]
        for detail in details {
            let path = bench.path("picture.png")
            let call = usual.replacing("seed: 5", with: "seed: 5, \(detail)")
            let output = bench.run("let other = \(call)\nsave(other, to: \"\(path)\")\nprint(other == usual)\nrecreate(\"\(path)\")").output
            #expect(output.text.contains("false") && output.text.contains("Equal to the file, pixel for pixel."), "\(detail): \(output.text)")
        }
    }

    @Test func weightsAreAskedForAndComeBackFromTheFile() {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\", vectors: 2)")
        let prompt = "a (<my-cat>:1.6) BREAK [a red house]"
        bench.run("let plain = sample(\"\(prompt)\", steps: 3, seed: 5)[0]")
        bench.run("let weighted = sample(\"\(prompt)\", steps: 3, seed: 5, promptSyntax: .weighted)[0]")
        let path = bench.path("weighted.png")
        let output = bench.run("save(weighted, to: \"\(path)\")\nprint(weighted == plain)\nrecreate(\"\(path)\")").output
        #expect(output.text.contains("false") && output.text.contains("Equal to the file, pixel for pixel."), "\(output.text)")
        let grid = bench.run("sweep(\"\(prompt)\", promptSyntax: [.plain, .weighted], steps: 2, seed: 1)").output.result
        #expect(grid?.png != nil)
    }
}
