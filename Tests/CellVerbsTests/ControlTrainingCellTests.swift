import CellVerbs
import Diffusion
import Foundation
import Testing

/// A ControlNet is made, taught and saved in cells.
@Suite(.serialized) struct ControlTrainingCellTests {
    @Test func aNetIsTrainedAndSaved() throws {
        let bench = NotebookBench()
        let folder = bench.path("net")
        let cell = """
            let model = load(MODEL)
            let net = controlNet(from: model, kinds: [.canny, .segmentation], name: "mine")
            let photos = images(CATS, prompts: ["a photo of a cat"])
            let edges = pairs(photos, control: { canny($0) })
            let areas = pairs(photos, control: photos.map { segments($0) })
            let run = train(net, on: edges + areas, steps: 2, batchSize: 2, previewEvery: 1, previewCount: 2, previewSteps: 2, snrGamma: 1)
            save(net, to: "\(folder)")
            print(net.name, net.kinds, net.parameterCount, edges.count, edges.controls.count, (edges + areas).controls.count, run.steps)
            print("kept below " + run.folder)
            run.at(step: 2).reset()
            edges
            """
        let result = bench.run(cell)
        #expect(result.outcome == .finished, "\(result.outcome)")
        #expect(result.output.text.contains("mine [\"canny\", \"segmentation\"] 2347136"), "\(result.output.text)")
        #expect(FileManager.default.fileExists(atPath: "\(folder)/config.json"))
        let runs = try #require(result.output.text.firstMatch(of: /kept below (.*)/)).1
        #expect(FileManager.default.fileExists(atPath: "\(runs)/previews/step-2-prompt-2-1.png"), "pairs are drawn unasked")
    }

    @Test(arguments: [
        ("train(controlNet(), on: images(CATS), steps: 1)", "A control net learns from pairs"), ("pairs(images(CATS))", "pairs needs 'control'"),
        ("pairs(images(CATS), control: [canny(images(CATS)[0])])", "'control' of pairs must be one for each of"),
        ("pairs(images(CATS), control: { $0.cropped(width: 9, height: 30) })", "of its picture's shape"),
        ("pairs(images(CATS), control: { 1 })", "the result of the closure must be Image, not Int"), ("pairs(\"/no/such/folder\")", "it lists no pairs"),
        ("train(lora(), on: images(CATS), steps: 1, emptyPrompts: 0.5)", "'emptyPrompts' of train must be left out for LoRA"),
        ("train(controlNet(), on: pairs(images(CATS), control: { $0 }), steps: 1, priorImages: 4)", "has no class"),
        ("save(controlNet(), to: \"net.safetensors\")", "'to' of save must be a folder"),
        ("controlNet(kinds: .cannny)", "did you mean '.canny'"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        let error = bench.error(cell)
        #expect(error?.contains(expected) == true, "\(error ?? "none")")
        #expect(bench.error("sample(\"a cat\", steps: 1)") == nil, "the session goes on")
    }
}
