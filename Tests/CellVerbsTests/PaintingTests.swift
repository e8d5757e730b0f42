import CellVerbs
import Testing

/// Painting in pictures, from cells.
@Suite(.serialized) struct PaintingTests {
    private static let prelude = """
        load(MODEL)
        let scene = sample("a photo of a red cat on the beach", steps: 4, seed: 2)[0]
        let small = scene.resized(width: 32, height: 32)

        """

    @Test(arguments: [
        ("sample(\"a dog\", mask: small)", "'mask' of sample must be given together with from"),
        ("sample(\"a dog\", extend: .left(8))", "'extend' of sample must be given together with from"),
        ("sample(\"a dog\", from: scene, mask: small)", "'mask' of sample must be as large as the picture, 64×64 pixels, not 32×32"),
        ("sample(\"a dog\", from: scene, mask: \"mask.png\")", "'mask' of sample must be"),
        ("sample(\"a dog\", from: scene, mask: 1)", "must be (Image or Mask)?, not Int"),
        ("sample(\"a dog\", from: scene, mask: .circle(x: 1))", "Mask has no case '.circle'"),
        ("sample(\"a dog\", from: scene, mask: .rectangle(x: 1, y: 1, width: 9))", "'.rectangle' needs the argument 'height'"),
        ("sample(\"a dog\", from: scene, mask: .rectangle(x: 1, y: 1, width: 0, height: 9))", "width"),
        ("sample(\"a dog\", from: scene, mask: .rectangle(x: 90, y: 0, width: 9, height: 9))", "'mask' of sample must be white in some place"),
        ("sample(\"a dog\", from: scene, mask: .everythingBut(small))", "'mask' of sample must be as large as the picture"),
        ("sample(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), strength: 1.5)", "strength"),
        ("sample(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), steps: 4, strength: 0.1)", "so that one of 4 steps is taken"),
        ("sample(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), feather: -1)", "feather"),
        ("sample(\"a dog\", from: scene, extend: .left(0))", "'pixels' of .left must be 1…4096, not 0"),
        ("sample(\"a dog\", from: scene, extend: .left(8), width: 64)", "'width' of sample must be left out with extend"),
        ("sample(\"a dog\", from: scene, extend: 8)", "'extend' of sample must be"),
    ])
    func whatMakesNoSenseIsRefusedAndTheSessionGoesOn(_ cell: String, _ expected: String) throws {
        let bench = NotebookBench()
        bench.run(Self.prelude)
        let error = try #require(bench.error(cell))
        #expect(error.contains("Error: ") && error.contains(expected), "\(error)")
        #expect(bench.run("sample(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), steps: 2).count").output.result?.text == "1")
    }

    @Test func cellsPaint() throws {
        let bench = NotebookBench()
        bench.run(Self.prelude)
        bench.run(
            """
            let spot = sample("a photo of a blue dog", from: scene, mask: .everythingBut(.rectangle(x: 0, y: 0, width: 64, height: 20)), feather: 2, steps: 4, seed: 5)[0]
            let wide = sample("a photo of a red cat on the beach", from: scene, extend: [.left(8), .bottom(10)], steps: 4, seed: 5)[0]
            let tall = sample("a photo of a red cat on the beach", from: scene, extend: .top(8), steps: 4, seed: 5)[0]
            let black = difference(scene, from: scene)
            """)
        #expect(bench.run("scene.cropped(width: 64, height: 16) == spot.cropped(width: 64, height: 16)").output.result?.text == "true")
        #expect(bench.run("difference(spot, from: scene) > 0.05").output.result?.text == "true")
        #expect(bench.run("[wide.width, wide.height, tall.width, tall.height]").output.result?.text == "[72, 76, 64, 72]")
        #expect(bench.run("wide.cropped(x: 8, width: 64, height: 64) == scene").output.result?.text == "true")
        let sweep = bench.run(
            "sweep(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), strength: [0.5, 1], feather: 2, steps: 4, seed: 1)")
        #expect(sweep.output.result?.text.contains("strength 0.5") == true || sweep.output.result?.png != nil)
    }

    @Test func aPaintingIsDrawnAgain() throws {
        let bench = NotebookBench()
        let path = bench.path("painted.png")
        bench.run(
            Self.prelude
                + "let area = sample(\"a dog\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40), steps: 4, seed: 1)\nsave(area, to: \"\(path)\")"
        )
        let again = bench.run("recreate(\"\(path)\", from: scene, mask: .ellipse(x: 8, y: 8, width: 40, height: 40))")
        #expect(again.output.text.contains("Equal to the file, pixel for pixel."), "\(again)")
        #expect(try #require(bench.error("recreate(\"\(path)\", from: scene)")).contains("'mask' of recreate must be the one that it was painted through"))
    }
}
