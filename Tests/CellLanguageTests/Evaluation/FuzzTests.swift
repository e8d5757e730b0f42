import CellLanguage
import Testing

/// No input may trap: errors are values.
@Suite struct FuzzTests {
    /// Evaluates with a limit on turns, and asks for completions and inspections as well.
    private func exercise(_ cell: String, _ console: Console) {
        var turns = 0
        console.isInterrupted = {
            turns += 1
            return turns > 2_000
        }
        if let failure = console.failure(cell) { _ = failure.traceback() }
        let length = cell.unicodeScalars.count
        _ = console.session.assistant.complete(cell, at: length)
        _ = console.session.assistant.inspect(cell, at: length)
        _ = Completeness.of(cell)
        var calls = ThrowingCalls(names: ["sample", "f"])
        _ = try? calls.marked(cell, showing: "show")
    }

    @Test func prefixesOfEveryCell() {
        for cell in ConformanceCell.all where !cell.name.hasPrefix("limits/") {
            let text = cell.cells.joined(separator: "\n")
            var end = text.startIndex
            while end < text.endIndex {
                text.formIndex(after: &end)
                exercise(String(text[..<end]), Console(library: Studio.library))
            }
        }
    }

    /// Working cells with a few places changed: bytes, marks, pieces moved and doubled. The budget is fixed, so that a failure comes again.
    @Test(arguments: 0..<8)
    func changedCells(_ part: Int) {
        let cells = ConformanceCell.all.filter { !$0.name.hasPrefix("limits/") }.map { $0.cells.joined(separator: "\n") }
        let marks = Array("(){}[]\"\\.,:;?!<>&|+-*/=_0$#@`\n🐈é\u{0}".unicodeScalars)
        var generator = Random(state: UInt64(part) &* 104_729 &+ 3)
        for _ in 0..<1_000 {
            var text = Array((cells.randomElement(using: &generator) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &generator)
                let end = min(text.count, place + Int.random(in: 1...12, using: &generator))
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text.removeSubrange(place..<end)
                case 1: text.insert(contentsOf: text[place..<end], at: Int.random(in: 0...text.count, using: &generator))
                case 2: text.insert(marks.randomElement(using: &generator) ?? "x", at: place)
                default: text[place] = marks.randomElement(using: &generator) ?? "x"
                }
            }
            exercise(String(String.UnicodeScalarView(text)), Console(library: Studio.library))
        }
    }

    @Test func completionAtEveryPosition() {
        let assistant = Console(library: Studio.library).session.assistant
        for cell in ConformanceCell.all {
            let text = cell.cells.joined(separator: "\n")
            for position in 0...text.unicodeScalars.count {
                let range = assistant.complete(text, at: position).range
                #expect(range.upperBound <= text.unicodeScalars.count)
                _ = assistant.inspect(text, at: position)
            }
        }
    }

    private static let words = [
        "let", "var", "x", "y", "=", "+", "-", "*", "/", "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "!", "1", "0", "2.5", "\"a\"",
        "\"\\(", "func", "f", "return",
        "if", "else", "for", "in", "while", "switch", "case", "default", "true", "nil", "..<", "...", "$0", "->", "==", "&&", "??", "print",
        "map", "sample", ".count",
        ".append", "steps:", "\n", ";", "//", "/*", "*/", "\"\"\"", "#", "@", "`", "guard", "repeat", "do", "catch", "try", "try?", "_",
        "Int", "String", "[1, 2]", "{ $0 }",
        "<", ">", "&", "9223372036854775807", "-1", "🐱", "Array", "repeating:", "count:", "stride(from: 0, to: 3, by: 1)", "min", "max",
        ".first", ".sorted()", "inout",
    ]

    @Test(arguments: 0..<8)
    func tokenSoup(_ part: Int) {
        var generator = Random(state: UInt64(part) &* 7919 &+ 1)
        for _ in 0..<1500 {
            let count = Int.random(in: 1...25, using: &generator)
            let cell = (0..<count).map { _ in Self.words.randomElement(using: &generator) ?? "" }.joined(
                separator: Bool.random(using: &generator) ? " " : "")
            exercise(cell, Console(library: Studio.library))
        }
    }

    /// Parts of working cells put together: they get further than soup.
    @Test func shuffledLines() {
        let lines = ConformanceCell.all.filter { !$0.name.hasPrefix("limits/") }.flatMap {
            $0.cells.joined(separator: "\n").split(separator: "\n").map(String.init)
        }
        var generator = Random(state: 5)
        for _ in 0..<4000 {
            let cell = (0..<Int.random(in: 1...6, using: &generator)).map { _ in lines.randomElement(using: &generator) ?? "" }.joined(
                separator: "\n")
            exercise(cell, Console(library: Studio.library))
        }
    }

    @Test(arguments: [
        "(", "[", "{", "!", "-", "~", "\"\\(", "if true {", "x = (", "f(", ".a(", "{ x in ", "[1:", "a ? b : ", "a ?? ", "try ", "await ",
        "let (", "case (", "switch x { case (",
        "func f() { ", "a[", "a.b", "a + ", "a().", "1...", "..<", "do { ", "for x in ", "[[", "let x: [", "let x: ((", "a!", "a?.b",
        "if x { } else ", "/*", "/* ", "\"\"\"\n\\(",
        "{ { $0 }(", "while (", "repeat { ", "a[a[", "x.sort(x[", "(a, ", "guard let x = ", "#\"", "$0.", "_ = ", ".x(.y(",
    ])
    func deepNesting(_ piece: String) {
        for count in [10, 99, 101, 401, 1_000] {
            let text = String(repeating: piece, count: count)
            exercise(text, Console())
            exercise(text + "1" + String(repeating: ")", count: count), Console())
        }
        _ = Console().failure(String(repeating: piece, count: 50_000))
    }

    @Test func longFlatCells() throws {
        let console = Console()
        #expect(try console.run(String(repeating: "print(1)\n", count: 5_000) + "1") == "1")
        #expect(try console.run("[" + String(repeating: "1, ", count: 50_000) + "1].count") == "50001")
        #expect(console.failure("let x = 1" + String(repeating: " + 1", count: 100_000))?.kind == .syntax)
        let chain = "if false { } " + String(repeating: "else if false { } ", count: 5_000)
        #expect(try console.run(chain + "\n2") == "2")
    }

    @Test func strangeBytes() {
        for text in [
            "\0", "\u{FEFF}let x = 1", "\r\n1\r\n", "\u{2028}", "a\u{0}b", "\u{E000}", "\u{10FFFF}", "x\u{301}\u{301}", "\u{200D}", "'",
            "\\", "\"\\u{110000}\"", "0x", "1e", "1.e5", "0b2", "1__", "$", "$99999999999999999999", "`", "`a", "#", "###\"", "\"\"\"",
            "\"\"\"a\"\"\"",
        ] {
            exercise(text, Console())
        }
    }
}

/// A generator with a given beginning, so that a failure can be repeated.
struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
