import CellVerbs
import Diffusion
import Testing

/// The verbs that experiments are made of: charts, noise levels, distances between pictures.
@Suite(.serialized) struct ExperimentTests {
    @Test func aChartIsShownAsSVGWithATextBesideIt() throws {
        let bench = NotebookBench()
        let cell = "chart([\"<b>\": [3, 1.5, 2], \"a\": [1, 2, 3]], x: [10, 20, 40], title: \"Two\", xLabel: \"steps\", yLabel: \"distance\")"
        let bundle = try #require(bench.run(cell).output.result)
        let svg = try #require(bundle.data["image/svg+xml"])
        for text in [">Two<", ">steps<", ">distance<", ">&lt;b&gt;<", ">a<", ">10<", ">40<"] { #expect(svg.contains(text), "\(text)") }
        let legend = svg.split(separator: "\n").filter { $0.hasSuffix(">a</text>") || $0.hasSuffix("&gt;</text>") }
        #expect(legend.map { $0.hasSuffix(">a</text>") } == [false, true], "curves stand in the order in which they were written")
        #expect(bundle.text.contains("first 3  last 2  min 1.5 at 20"), "\(bundle.text)")
    }

    @Test func pointsBringTheirOwnPlaces() throws {
        let bench = NotebookBench()
        let text = { (cell: String) in try #require(bench.run(cell).output.result).text }
        #expect(try text("chart([\"a\": [(5, 0.5), (9.5, 0.25)]])").contains("min 0.25 at 9.5"))
        #expect(try text("chart([\"a\": [(2, 3)], \"b\": [4, 6, 5]], x: [1, 2, 3])").contains("min 4 at 1"))
        #expect(try text("chart([7, 5, 6])").contains("min 5 at 2"), "one curve without a name")
        #expect(try text("chart([1, 100, 0, 10], scale: .logarithmic)").contains("(3 values)"), "zero has no place on a logarithmic axis")
        #expect(try text("chart([\"a\": []])").contains("a: no values"))
        #expect(bench.run("show(chart([1, 2]))").output.displays.contains { $0.bundle.data["image/svg+xml"] != nil })
    }

    @Test(arguments: [
        ("load(MODEL); let a = sample(\"a\", steps: 1, seed: 1)[0]; sample(\"a\", from: a, strength: 2)", "'strength' of sample must be 0…1"),
        (
            "load(MODEL); let a = sample(\"a\", steps: 1, seed: 1)[0]; sample(\"a\", steps: 4, from: a, strength: 0.2)",
            "at least 0.25, so that one of 4 steps is taken"
        ),
        ("load(MODEL); sample(\"a\", from: \"cat.png\")", "TypeError: 'from' of sample must be"),
        ("chart([:])", "ArgumentError: a chart needs at least one curve"),
        ("chart([1, 2], x: [1])", "ArgumentError: 'x' has 1 values, but the curve has 2"),
        ("chart([\"a\": [1, 2]], x: [1, 2, 3])", "ArgumentError: 'x' has 3 values, but the curve 'a' has 2"),
        ("chart([\"a\": [(1, 2, 3)]])", "TypeError: 'series' of chart must be"),
        ("chart(5)", "TypeError: 'series' of chart must be"),
        ("chart([1], scale: .log)", "ArgumentError: Scale has no case '.log'; did you mean '.logarithmic'?"),
        ("load(MODEL); sigmas(.dpmAdaptive)", "ArgumentError: 'sampler' of sigmas must be one that plans its steps, not .dpmAdaptive"),
        ("load(MODEL); sigmas(.euler, steps: 0)", "ArgumentError: 'steps' of sigmas must be 1…1000"),
        ("load(MODEL); sigmas(.eulerKarrass)", "did you mean '.eulerKarras'"),
        ("sigmas(.euler)", "ModelError: No model is loaded"),
        ("load(MODEL); let a = sample(\"a\", steps: 1, seed: 1); difference(a + a, from: a + a + a)", "there are 3 pictures to compare 2 with"),
        (
            "load(MODEL); let a = sample(\"a\", steps: 1, seed: 1)[0]; difference(a, from: a.resized(width: 8, height: 8))",
            "must be 64×64 pixels large, not 8×8"
        ),
    ])
    func wrongCallsSayWhatWouldBeRight(_ cell: String, _ expected: String) throws {
        let error = try #require(NotebookBench().error(cell.replacing("; ", with: "\n")))
        #expect(error.contains(expected), "\(error)")
    }

    /// One noise level before each evaluation of the network and one after the last, from the model's noise to (almost) none. It never
    /// rises but where ancestral methods of two evaluations have gone below the next level, to come back with new noise.
    @Test func everySamplerSaysItsNoise() throws {
        let bench = NotebookBench()
        bench.run("let model = load(MODEL)")
        for name in SamplerName.allCases where name != .dpmAdaptive {
            let cell =
                "let levels = sigmas(.\(name.rawValue), steps: 6)\nprint(levels.count, levels.first!, levels.last!, levels == levels.sorted().reversed())"
            let words = bench.run(cell).output.text.split(separator: " ").map(String.init)
            try #require(words.count == 4, "\(name): \(words)")
            let (count, first, last) = (Int(words[0]) ?? 0, Double(words[1]) ?? 0, Double(words[2]) ?? 1)
            let evaluations = bench.run("print(model.sigmas(.\(name.rawValue), steps: 6).count - 1)").output.text
            #expect(count >= 7 && count <= 12 && evaluations == "\(count - 1)\n", "\(name): \(count)")
            #expect(first > 5 && first < 15 && last >= 0 && last < 0.05, "\(name): from \(first) to \(last)")
            #expect(words[3] == (name.rawValue.contains("2sAncestral") || name.rawValue.contains("dpm2Ancestral") ? "false\n" : "true\n"), "\(name)")
        }
    }

    /// The levels of the scaled linear schedule, 0.00085 to 0.012 over 1000 timesteps, computed with NumPy in double precision.
    @Test(arguments: [
        ("sigmas(.ddim, steps: 2)", "[1.6237, 0.0413, 0.0292]"), ("sigmas(.euler, steps: 2, timestepSpacing: .linspace)", "[14.6146, 0.0292, 0.0]"),
        ("sigmas(.dpmpp2mKarras, steps: 3)", "[14.6146, 1.2741, 0.0292, 0.0]"), ("sigmas(.heun, steps: 2)", "[1.6237, 0.0413, 0.0413, 0.0]"),
        ("sigmas(.ddim, steps: 1, timestepSpacing: .trailing)", "[14.6146, 0.0292]"),
    ])
    func noiseLevelsAreThoseOfTheSchedule(_ call: String, _ expected: String) {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        #expect(bench.run("\(call).map { round($0 * 10000) / 10000 }").output.result?.text == expected)
    }

    @Test func distancesAreTheRootMeanSquareOfPixels() throws {
        let bench = NotebookBench()
        bench.run("load(MODEL)\nlet a = sample(\"a cat\", count: 2, steps: 2, seed: 1)\nlet b = sample(\"a dog\", count: 2, steps: 2, seed: 5)")
        #expect(bench.run("difference(a, from: a)").output.result?.text == "0.0")
        let cell = """
            let each = [difference(a[0], from: b[0]), difference(a[1], from: b[1])]
            print(abs(difference(a, from: b) - (each[0] + each[1]) / 2) < 1e-12, difference(a[0], from: b[0]) == difference(b[0], from: a[0]))
            print(difference(grid(a), from: a), each[0] > 0.01 && each[0] < 1, difference(a, from: a[0]) == difference(a[1], from: a[0]) / 2)
            """
        #expect(bench.run(cell).output.text == "true true\n0.0 true true\n")
    }

    @Test func helpShowsThem() {
        let bench = NotebookBench()
        for verb in ["chart", "sigmas", "difference", "clock"] {
            let output = bench.run("help(\(verb))").output
            #expect(output.displays.contains { $0.bundle.text.contains("\(verb)(") }, "\(verb)")
        }
    }
}
