import CellLanguage
import Testing

@Suite struct TracebackTests {
    @Test func contract() {
        let failure = Console(library: Studio.library).failure("let n = 1\nsample(\"a photo of a cat\", guidence: 7)")
        #expect(
            failure?.traceback(isColoured: false) == [
                "ArgumentError: sample has no argument 'guidence'; did you mean 'guidanceScale'?",
                " 2 │ sample(\"a photo of a cat\", guidence: 7)",
                "   │                            ^^^^^^^^",
            ])
    }

    /// The underline stands under the name, however wide the text before it is.
    @Test(arguments: [
        ("/* cat */ nothing", 10), ("/* 猫猫 */ nothing", 11), ("/* 🐱 */ nothing", 9), ("/* é */ nothing", 8), ("/* e\u{301} */ nothing", 8),
        ("\tnothing", 4),
        ("/* 👨‍👩‍👧 */ nothing", 9), ("/* ❤️ */ nothing", 9), ("/* ｆ */ nothing", 9),
    ])
    func columns(_ cell: String, _ column: Int) {
        let lines = Console().failure(cell)?.traceback(isColoured: false) ?? []
        #expect(lines.last == "   │ " + String(repeating: " ", count: column) + "^^^^^^^")
        #expect(lines.dropFirst().first?.contains("\t") == false)
    }

    @Test func colours() {
        let lines = Console().failure("nothing")?.traceback(isColoured: true) ?? []
        #expect(lines.first?.hasPrefix("\u{1B}[1;31mNameError\u{1B}[0m: ") == true)
        #expect(lines.last?.hasSuffix("\u{1B}[31m^^^^^^^\u{1B}[0m") == true)
    }

    @Test func callsThroughEarlierCells() throws {
        let console = Console()
        try console.run("func inner(_ xs: [Int]) -> Int {\n    return xs[2]\n}", name: "Cell 1")
        try console.run("func outer(_ n: Int) -> Int { inner([n]) }", name: "Cell 2")
        #expect(
            console.failure("outer(7)", name: "Cell 3")?.traceback(isColoured: false) == [
                "IndexError: the index 2 is out of range 0..<1", "in Cell 1", " 2 │     return xs[2]", "   │               ^",
                "called as inner in Cell 2",
                " 1 │ func outer(_ n: Int) -> Int { inner([n]) }", "   │                               ^^^^^^^^^^",
                "called as outer in Cell 3", " 1 │ outer(7)",
                "   │ ^^^^^^^^",
            ])
    }

    @Test func severalLines() {
        let lines = Console(library: Studio.library).failure("sample(\n    steps: 3\n)")?.traceback(isColoured: false)
        #expect(
            lines == [
                "ArgumentError: sample needs a value for 'prompt'", " 1 │ sample(", "   │ ^^^^^^^", " 2 │     steps: 3",
                "   │     ^^^^^^^^", " 3 │ )", "   │ ^",
            ])
    }

    @Test func longRecursionIsShort() {
        let failure = Console().failure("func f(_ n: Int) -> Int { f(n) }\nf(1)")
        #expect((failure?.calls.count ?? 99) <= 20)
    }

    @Test func controlCharactersAreNotShown() {
        let lines = Console().failure("/* \u{1B}[31m\u{7} */ nothing")?.traceback(isColoured: false) ?? []
        #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 })
    }
}
