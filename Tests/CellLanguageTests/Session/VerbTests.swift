import CellLanguage
import Testing

@Suite struct VerbTests {
    @Test func defaultsAndWidening() throws {
        let console = Console(library: Studio.library)
        #expect(try console.run("sample(\"cat\", guidanceScale: 7)") == "[Picture(64)]")
        try console.run("sample([\"a\", \"b\"], sampler: .eulerKarras, steps: 3, seed: 4)")
        #expect(console.output.text == "cat 25 7.0 pndm center\na+b 3 7.5 eulerKarras center seeded\n")
    }

    /// Swift's `callAsFunction`: a value is called like a function.
    @Test func valuesAreCalled() throws {
        let console = Console(library: Studio.library)
        #expect(try console.run("let picture = sample(\"cat\")[0]\npicture(times: 3)") == "Picture(192)")
        #expect(try console.run("picture()()") == "Picture(256)")
        #expect(try console.run("[picture][0](times: 1)") == "Picture(64)")
    }

    @Test func casesWithArguments() throws {
        let console = Console(library: Studio.library)
        try console.run("sample(\"cat\", crop: .random(area: 0.8...1))")
        try console.run("let area = 0.5...0.75\nsample(\"cat\", crop: .random(area: area))")
        try console.run("let chosen: Sampler = .ddim\nsample(\"x\", sampler: chosen)\nsample(\"y\", sampler: Sampler.euler)")
        #expect(
            console.output.text
                == "cat 25 7.5 pndm random 0.8...1.0\ncat 25 7.5 pndm random 0.5...0.75\nx 25 7.5 ddim center\ny 25 7.5 euler center\n")
    }

    @Test(arguments: [
        ("sample(\"cat\", guidence: 7)", "ArgumentError: sample has no argument 'guidence'; did you mean 'guidanceScale'?", "guidence"),
        ("sample(\"cat\", sampler: .eulr)", "ArgumentError: Sampler has no case '.eulr'; did you mean '.euler'?", "eulr"),
        (
            "sample(\"cat\", sampler: \"euler\")",
            "TypeError: 'sampler' of sample must be one of .pndm, .euler, .eulerKarras or .ddim, not a String; did you mean '.euler'?",
            "\"euler\""
        ),
        ("sample(\"cat\", steps: 0)", "ArgumentError: 'steps' of sample must be 1…1000, not 0", "0"),
        ("sample(\"cat\", steps: 2.5)", "TypeError: 'steps' of sample must be Int, not Double", "2.5"),
        ("let n = -1.0\nsample(\"cat\", guidanceScale: n)", "ArgumentError: 'guidanceScale' of sample must be at least 0, not -1.0", "n"),
        ("sample()", "ArgumentError: sample needs a value for 'prompt'", "sample()"),
        ("sample(\"cat\", 30)", "ArgumentError: argument 2 of sample needs a label, such as 'steps:'", "30"),
        (
            "sample(\"cat\", crop: .random(aera: 0...1))", "ArgumentError: '.random' has no argument 'aera'; did you mean 'area'?",
            ".random(aera: 0...1)"
        ),
        ("load(\"x.png\")", "FileError: there is no file 'x.png'", "load(\"x.png\")"),
        ("let p = sample(\"cat\")[0]\np(tims: 2)", "ArgumentError: callAsFunction has no argument 'tims'; did you mean 'times'?", "tims"),
        ("let n = 3\nn(2)", "TypeError: a value of type Int can't be called", "n"),
        ("sample(\"cat\")[0].widht", "NameError: a value of type Picture has no member 'widht'; did you mean 'width'?", "widht"),
        ("sampel(\"cat\")", "NameError: there is no variable or function 'sampel'; did you mean 'sample'?", "sampel"),
    ])
    func errors(_ cell: String, _ message: String, _ underlined: String) {
        let failure = Console(library: Studio.library).failure(cell)
        #expect(failure?.description == message)
        #expect(failure.flatMap { error in error.range.flatMap { error.source?.slice($0) } } == underlined)
    }

    @Test func constantArgumentsAreCheckedBeforeAnythingRuns() {
        let console = Console(library: Studio.library)
        #expect(console.failure("print(\"ran\")\nsample(\"cat\", steps: 0)")?.kind == .argument)
        #expect(console.output.text.isEmpty)
    }

    @Test func objects() throws {
        let console = Console(library: Studio.library)
        try console.run("let picture = sample(\"cat\", seed: 3)[0];")
        #expect(try console.run("picture.seed") == "Optional(3)")
        #expect(try console.run("picture.resized(width: 128).width + picture.resized().width") == "192")
        #expect(try console.run("(picture + picture).width") == "128")
        #expect(try console.run("describe(picture) + \" \" + describe(\"x\")") == "\"picture 64 text x\"")
        #expect(console.failure("picture - picture")?.message == "'-' does not work between Picture and Picture")
        #expect(console.failure("describe(3)")?.kind == .type)
    }

    @Test func closuresAreCalledFromNativeCode() throws {
        let console = Console(library: Studio.library)
        try console.run("var seen: [Int] = []\nsample(\"cat\", steps: 9) { step, loss in\n    seen.append(step)\n    return step < 3\n};")
        #expect(try console.run("seen") == "[1, 2, 3]")
        #expect(console.failure("sample(\"cat\") { step, loss in [0][step] }")?.kind == .index)
    }

    @Test func interruptedCallKeepsItsValue() throws {
        let console = Console(library: Studio.library)
        #expect(console.failure("let run = train(1)\nprint(\"after\")")?.kind == .interrupted)
        #expect(try console.run("run") == "\"half trained\"")
        #expect(console.failure("let runs = [train(1)]")?.kind == .interrupted)
        #expect(console.failure("runs")?.kind == .name)
        #expect(console.failure("func f() -> String { train(1) }\nlet kept = f()")?.kind == .interrupted)
        #expect(console.failure("kept")?.kind == .name)
        #expect(console.output.text.isEmpty)
    }

    /// What is planned is refused by name, before anything runs.
    @Test func announcedNamesAndLabels() {
        let grid = NativeFunction("grid", [], "Shows a grid.", announced: ["rows": "'rows' comes with the next version"]) { _ in .nothing }
        let console = Console(library: Studio.library.adding(functions: [grid], announced: ["sweep": "'sweep' comes with the next version"]))
        #expect(console.failure("print(1)\nsweep(\"x\")")?.description == "NameError: 'sweep' comes with the next version")
        #expect(console.failure("print(1)\ngrid(rows: 2)")?.description == "ArgumentError: 'rows' comes with the next version")
        #expect(console.output.text.isEmpty)
    }

    @Test func shadowingAVerb() throws {
        let console = Console(library: Studio.library)
        try console.run("let sample = 3")
        #expect(try console.run("sample + 1") == "4")
    }
}
