import CellLanguage
import Testing

@Suite struct CompletenessTests {
    @Test(arguments: [
        ("1 + 1", Completeness.complete), ("", .complete), ("let x = 1 // note", .complete),
        ("for i in 0..<3 {", .incomplete(indent: "    ")),
        ("func f() {\n    if true {", .incomplete(indent: "        ")), ("print(", .incomplete(indent: "    ")),
        ("let x =", .incomplete(indent: "")),
        ("1 +", .incomplete(indent: "")), ("[1,", .incomplete(indent: "    ")), ("\"\"\"\ntext", .incomplete(indent: "")),
        ("/* open", .incomplete(indent: "")),
        ("if true", .incomplete(indent: "")), ("let x = )", .invalid), ("\"open", .invalid), ("class A {", .invalid), ("1 = = 2", .invalid),
        ("\"\\(1 + )\"", .invalid), ("func f() { }", .complete), ("guard", .incomplete(indent: "")),
    ])
    func completeness(_ cell: String, _ expected: Completeness) {
        #expect(Completeness.of(cell) == expected)
    }
}
