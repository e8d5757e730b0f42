import CellLanguage
import Testing

@Suite struct ThrowingCallsTests {
    /// A cell as the compiler wants it, where `load`, `sample` and `at` throw.
    private func marked(_ cell: String) throws -> String {
        var calls = ThrowingCalls(names: ["load", "sample", "at"])
        return try calls.marked(cell, showing: "show")
    }

    @Test(arguments: [
        ("let m = load(\"a\")", "let m = try load(\"a\")"), ("1 + 2", "show(1 + 2)"), ("1 + 2;", "1 + 2;"), ("print(1)", "print(1)"),
        ("sample(\"a\")", "show(try sample(\"a\"))"), ("let m = try load(\"a\")", "let m = try load(\"a\")"), ("try load(\"a\");", "try load(\"a\");"),
        ("x = m.sample(1)[0]", "x = try m.sample(1)[0]"), ("x += 1 + sample(2)", "x += try 1 + sample(2)"),
        ("for p in sample(\"a\") { print(p) }", "for p in try sample(\"a\") { print(p) }"),
        ("let ys = xs.map { sample($0) }", "let ys = try xs.map { try sample($0) }"),
        ("func f(_ n: Int) -> Int { return sample(n) }", "func f(_ n: Int) throws -> Int { return try sample(n) }"),
        ("func g() { f() }\nfunc f() { sample(1); }\ng();", "func g() throws { try f() }\nfunc f() throws { try sample(1); }\ntry g();"),
        ("func f() throws { load(1); }", "func f() throws { try load(1); }"),
        ("if let x = sample(1).first { print(x) }", "if let x = try sample(1).first { print(x) }"),
        ("let text = \"🐈 \\(sample(1))\"", "let text = try \"🐈 \\(sample(1))\""),
        ("while run.at(step: 1) { sleep(1) }", "while try run.at(step: 1) { sleep(1) }"),
        ("do { load(1); } catch { print(error) }", "do { try load(1); } catch { print(error) }"), ("let sample = 1\nsample", "let sample = 1\nshow(sample)"),
    ])
    func tryIsAdded(_ cell: String, _ expected: String) throws {
        #expect(try marked(cell) == expected)
    }

    @Test func functionsAreRememberedFromCellToCell() throws {
        var calls = ThrowingCalls(names: ["sample"])
        _ = try calls.marked("func draw() { sample(1); }", showing: "show")
        #expect(try calls.marked("let a = draw()", showing: "show") == "let a = try draw()")
        #expect(throws: CellError.self) { try calls.marked("let = ", showing: "show") }
    }
}
