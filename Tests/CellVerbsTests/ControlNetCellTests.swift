import CellVerbs
import Foundation
import Testing

/// ControlNets as cells use them.
@Suite(.serialized) struct ControlNetCellTests {
    @Test func netsAreCalledAndDrawnWith() throws {
        let bench = NotebookBench()
        let folder = bench.path("my-canny")
        let cell = """
            let model = load(MODEL)
            let made = controlNet(from: model, kinds: [.canny], name: "made")
            save(made, to: "\(folder)")
            let edges = controlNet("\(folder)")
            let picture = sample("a circle", seed: 1, steps: 2)[0]
            let shown = edges(picture, weight: 0.8, end: 0.5)
            print(edges.name, edges.kinds, shown.weight, shown.start, shown.end, edges == edges, edges == made)
            let plain = sample("a photo of a cat", seed: 3, steps: 3)
            let steered = sample("a photo of a cat", control: edges(picture), seed: 3, steps: 3)
            let both = sample("a photo of a cat", control: [edges(picture), made(picture, weight: 0.5)], guess: true, seed: 3, steps: 3)
            print(difference(steered, from: plain), difference(both, from: plain), steered[0].width)
            let each = sample(["a cat", "a dog"], control: edges([picture, picture]), seed: 3, steps: 2)
            let grid = sweep("a cat", control: [edges(picture, weight: 0.2), edges(picture)], seed: 1, steps: 2)
            save(steered, to: "\(bench.path("a.png"))")
            recreate("\(bench.path("a.png"))", control: picture)
            print(shown)
            """
        let result = bench.run(cell)
        #expect(result.outcome == .finished, "\(result.outcome)")
        let text = result.output.text
        #expect(text.contains("my-canny [\"canny\"] 0.8 0.0 0.5 true false"), "\(text)")
        // Nets that have learnt nothing steer nothing.
        #expect(text.contains("0.0 0.0 64"), "\(text)")
        #expect(text.contains("Equal to the file, pixel for pixel."), "\(text)")
        #expect(text.contains("Control 'my-canny' by a picture, weight 0.8, from 0.0 to 0.5 of the steps"), "\(text)")
    }

    @Test(arguments: [
        ("sample(\"a cat\", control: depth(p), steps: 1)", "There is no ControlNet for pictures of the kind .depth; none is loaded."),
        ("let a = controlNet(name: \"a\"); let b = controlNet(name: \"b\"); sample(\"a cat\", control: p, steps: 1)", "There are several ControlNets (a, b)"),
        ("controlNet(\"/no/such/folder\")", "ModelError: /no/such/folder can't be read: no such file"),
        ("controlNet(FAMILY)", "ModelError: The ControlNet does not fit the model 'easel-tiny'"),
        ("controlNet(MODEL)", "ModelError"), ("controlNet(\"a\", kind: .canny)", "controlNet has no argument 'kind'; did you mean 'kinds'?"),
        ("let c = controlNet(); sample(\"a cat\", control: c, steps: 1)", "'control' of sample must be"),
        ("let c = controlNet(); sample(\"a cat\", control: c(p, weight: 1.0 / 0), steps: 1)", "'weight'"),
        ("let c = controlNet(); c(p, end: 2)", "'end' of callAsFunction must be 0…1"),
        ("let c = controlNet(); sample(\"a cat\", control: c(p, start: 0.5, end: 0.2), steps: 1)", "must be above start (0.5) and at most 1"),
        ("let c = controlNet(); c(\"a\")", "must be"), ("let c = controlNet(); c()", "picture"), ("sample(\"a cat\", guess: true, steps: 1)", "'guess'"),
        ("p(p)", "can't be called"), ("recreate(FILE, control: p)", "left out: no ControlNet steered it"),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        let file = "\"\(bench.path("plain.png"))\""
        bench.run("load(MODEL)\nlet p = sample(\"a circle\", seed: 1, steps: 1)[0]\nsave(p, to: \(file))")
        let family = "\"\(NotebookBench.repository)/Tests/Fixtures/sd1-tiny/controlnet\""
        let error = bench.error(cell.replacing("FAMILY", with: family).replacing("FILE", with: file))
        #expect(error?.contains(expected) == true, "\(error ?? "none")")
        #expect(bench.error("sample(\"a cat\", steps: 1)") == nil, "the session goes on")
    }
}
