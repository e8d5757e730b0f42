import CellVerbs
import Foundation
import Testing

/// Adapters as cells use them.
@Suite(.serialized) struct AdapterCellTests {
    @Test func adaptersAreTrainedUsedAndSaved() throws {
        let bench = NotebookBench()
        let (lora, oft) = (bench.path("a.safetensors"), bench.path("b"))
        let cell = """
            let model = load(MODEL)
            let photos = images(CATS, prompts: ["a photo of a moss cat"])
            let a = lora(rank: 2, targets: [.crossAttention, .textEncoder])
            let b = oft(blockSize: 8, constraint: 1e-3)
            let run = train(a, on: photos, steps: 2, validateEvery: 0)
            train(b, on: photos, steps: 2, validateEvery: 0)
            print(a.method, a.rank!, a.strength, (a * 0.5).strength, (2 * a).strength, a == a, a == a * 0.5, b.blockSize!)
            save(a, to: "\(lora)", format: .kohya)
            save(b, to: "\(oft)")
            let c = loadAdapter("\(lora)", name: "c")
            let pictures = sample("a cat", seed: 1, steps: 2, with: [a * 0.7, b])
            sweep("a cat", with: [a * 0.2, a], seed: 1, steps: 2)
            trainable(a)
            run.at(step: 2).reset()
            let hash = model.hash
            merge([c * 0.5, b])
            print(model.hash == hash, model.reset().hash == hash)
            manifest()
            """
        let result = bench.run(cell)
        #expect(result.outcome == .finished, "\(result.outcome)")
        #expect(result.output.text.contains("false true"))
        #expect(result.output.text.contains("LoRA 2 1.0 0.5 2.0 true false 8"), "\(result.output.text)")
    }

    @Test func blocksThatDoNotDivideALayerAreSaid() {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        #expect(bench.run("let a = oft(blockSize: 8);").output.displays.isEmpty)
        let output = bench.run("oft(blockSize: 7)").output
        #expect(output.displays.first?.bundle.data["text/plain"]?.contains("divided into blocks of 7") == true)
        #expect(output.result?.data["text/plain"]?.contains("blocks of 7") == false, "\(output.result?.data["text/plain"] ?? "")")
    }

    @Test(arguments: [
        ("lora(rank: 0)", "'rank' of lora must be 1…1024"), ("oft(blockSize: 1)", "'blockSize' of oft must be 2…1024"),
        ("lora(rank: 1024)", "'rank' of lora must be up to"), ("lora(alpha: 0)", "'alpha' of lora must be"),
        ("lora(targets: [.attension])", "did you mean '.attention'"),
        ("loadAdapter(\"/no/such/file\")", "FileError: '/no/such/file' holds no adapter"),
        ("let a = lora(); load(MODEL); sample(\"a cat\", with: a)", "ModelError: 'lora' was added to 'easel-tiny' before it was loaded again"),
        ("save(lora(), to: \"a.bin\")", "'to' of save must be a path that ends in .safetensors"),
        ("save(oft(), to: \"a.safetensors\")", "'to' of save must be a folder"),
        (
            "save(addToken(\"<t>\", initializer: \"cat\"), to: \"FOLDER/t.safetensors\"); loadAdapter(\"FOLDER/t.safetensors\")",
            "ModelError: 'FOLDER/t.safetensors' has 1 keys that belong to no layer"
        ),
        ("train(lora(), on: images(CATS), priorImages: 2)", "lora has no class"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        let folder = bench.path("files")
        bench.run("load(MODEL)")
        let error = bench.error(cell.replacing("FOLDER", with: folder))
        #expect(error?.contains(expected.replacing("FOLDER", with: folder)) == true, "\(error ?? "none")")
        #expect(bench.error("sample(\"a cat\", steps: 1)") == nil, "the session goes on")
    }
}
