import CellLanguage
import CellVerbs
import Easel
import Foundation
import ModelRegistry
import Testing

/// A metamodel as a notebook has it: made, taught, looked at, found again.
@Suite(.serialized) struct MetamodelCellTests {
    private let bench = NotebookBench()

    init() { bench.session.engine.archive = ModelRegistry(folder: bench.path("registry")) }

    private func text(_ cell: String) -> String {
        let (outcome, output) = bench.run(cell)
        #expect(outcome == .finished, "\(cell): \(outcome)")
        return output.text + output.displays.map(\.bundle.text).joined(separator: "\n") + (output.result?.text ?? "")
    }

    @Test func aNotebookTeachesOneSubjectAfterAnother() {
        #expect(text("load(MODEL)\nlet family = metamodel(\"family\", kind: .privateMeta, owner: \"ann\")").contains("nothing learnt yet"))
        let lesson = "train(family.subject(\"sks\", category: \"cat\"), on: images(CATS), steps: 1, batchSize: 1, priorImages: 2, validateEvery: 0)"
        let shown = text(lesson)
        #expect(shown.contains("Prior-preservation pictures: 2") && shown.contains("a cat"), "\(shown)")
        let card = text("family")
        for part in ["family — privateMeta, owner ann", "a sks cat", "ann", "1 step of 1"] { #expect(card.contains(part), "\(part) in \(card)") }
        #expect(
            text("print(family.identifiers, family.categories, family.owner, family.kind, family.name, family.size)").contains(
                "[\"sks\"] [\"cat\"] ann privateMeta"))
        #expect(text("print(family.allocation(\"dog\", pictures: 8).counts)").contains("[4, 2, 2]"))
        let allocation = bench.run("family.allocation(\"dog\", pictures: 8)").output.result
        #expect(allocation?.text.contains("sks cat") == true)
        let html = allocation?.data["text/html"] ?? ""
        #expect(html.contains("<img alt=") && html.contains("data:image/svg+xml;base64,") && !html.contains("<svg"), "a shared notebook keeps its pie")
        #expect(text("metamodels(owner: \"ann\")").contains("sks cat") && !text("metamodels(owner: \"bob\")").contains("sks"))
        let typed = "sample(\"a <s"
        #expect(bench.session.assistant.complete(typed, at: typed.unicodeScalars.count).matches.map(\.text) == ["<sks>"])
        let sample = text("family.sample(\"a <sks> in the snow\", steps: 1, seed: 1)[0].prompt")
        #expect(sample.contains("a sks cat in the snow") && !sample.contains("no token"))
        #expect(
            text("func size(of model: Model) -> Int { return model.size }\nprint(size(of: family), family.subject(category: \"dog\").classPrompt)")
                == "64 a dog\n")
        #expect(text("family.reset()").contains("nothing learnt yet"))
    }

    @Test func mistakesAreNamed() {
        _ = bench.run("load(MODEL)\nlet family = metamodel(\"family\", owner: \"ann\")\nfamily.subject(\"sks\", category: \"cat\")")
        #expect(bench.error("family.subject(\"sks\", category: \"dog\")")?.contains("handed out") == true)
        #expect(bench.error("metamodel(\"family\", kind: .public)")?.contains("public") == true)
        #expect(bench.error("train(family, on: images(CATS))")?.contains("forget") == true)
        #expect(text("subject(\"red\", category: \"cat\")").contains("the model knows it"))
    }

    @Test func withoutARegistryItIsSaid() {
        let bench = NotebookBench()
        #expect(bench.error("load(MODEL)\nmetamodel(\"family\")")?.contains("registry") == true)
    }
}
