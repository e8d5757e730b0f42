import CellVerbs
import Foundation
import Testing

/// Subjects as cells use them.
@Suite(.serialized) struct SubjectCellTests {
    @Test func severalLearnInOneRun() {
        let bench = NotebookBench()
        let cell = """
            load(MODEL)
            let (a, b, photos) = (subject("sks", category: "cat"), subject("qzq", category: "bottle"), images(CATS))
            let run = train([a, b], on: [photos, photos], steps: 2, batchSize: 1, priorImages: 3, ema: 0.9, validateEvery: 0)
            print(run.steps, run)
            """
        let result = bench.run(cell)
        #expect(result.outcome == .finished, "\(result.outcome)")
        #expect(result.output.text.contains("2 TrainingRun of sks cat, qzq bottle: 2 of 2 steps"), "\(result.output.text)")
    }

    @Test func anIdentifierIsProposedOnceAndStandsInItsPromptAlone() {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        #expect(
            bench.run("let (a, b) = (subject(\"sks\", category: \"cat\"), subject(category: \"cat\")); print(b.identifier != \"sks\")").output.text == "true\n")
        func warnings(_ cell: String) -> String { bench.run(cell).output.displays.map { $0.bundle.data["text/plain"] ?? "" }.joined() }
        #expect(warnings("let c = subject(\"qzq\", category: \"cat\", instancePrompt: \"a painting, of QZQ\");") == "")
        #expect(warnings("let d = subject(\"qzq\", category: \"cat\", instancePrompt: \"a cat\");").contains("does not say 'qzq'"))
        #expect(warnings("let e = subject(\"qzq\", category: \"cat\", classPrompt: \"a qzq cat\");").contains("will teach the identifier too"))
    }

    @Test(arguments: [
        ("train([a, lora()], on: [photos, photos])", "only subjects can be taught together"),
        ("train([a, b], on: photos)", "2 sets of pictures, one a subject"),
        ("train([a, a], on: [photos, photos])", "two or more different subjects"),
        ("train(a, on: photos, ema: 1)", "between 0 and 1"), ("train([], on: photos)", "something to teach"),
        ("train(a, on: [photos, photos])", "one set of pictures for one thing, not 2"), ("train(a, on: [])", "not 0"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet (a, b, photos) = (subject(\"sks\", category: \"cat\"), subject(\"qzq\", category: \"dog\"), images(CATS))")
        let error = bench.error(cell)
        #expect(error?.contains(expected) == true, "\(error ?? "none")")
    }
}
