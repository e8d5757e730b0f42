import Diffusion
import Testing

/// Weighted prompts and their parts. Weights are equal to the last bit: they are multiplied in the interface's order.
@Suite struct WeightedPromptTests {
    typealias Part = WeightedPrompt.Part

    /// The first nine are the examples of the interface's own documentation.
    static let cases: [(prompt: String, parts: [Part])] = [
        ("normal text", [Part("normal text")]),
        ("an (important) word", [Part("an "), Part("important", 1.1), Part(" word")]),
        ("(unbalanced", [Part("unbalanced", 1.1)]),
        (#"\(literal\]"#, [Part("(literal]")]),
        ("(unnecessary)(parens)", [Part("unnecessaryparens", 1.1)]),
        (
            "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
            [
                Part("a "), Part("house", 1.5730000000000004), Part(" ", 1.1), Part("on", 1.0), Part(" a ", 1.1), Part("hill", 0.55),
                Part(", sun, ", 1.1), Part("sky", 1.4641000000000006), Part(".", 1.1),
            ]
        ),
        ("[less]", [Part("less", 1 / 1.1)]),
        ("[[less]]", [Part("less", 1 / 1.1 * (1 / 1.1))]),
        ("([same])", [Part("same", 1 * (1 / 1.1) * 1.1)]),
        // Numbers as they are written.
        ("(a:1.2)", [Part("a", 1.2)]),
        ("(a : 1.2 )", [Part("a ", 1.2)]),
        ("(a:-.5)(b:+2)", [Part("a", -0.5), Part("b", 2)]),
        ("(a:0)", [Part("a", 0)]),
        ("(a:1)", [Part("a")]),
        ("(a:b:1.5)", [Part("a:b", 1.5)]),
        ("(a:1.2.3)", [Part("a:1.2.3", 1.1)]),
        ("(a:.)", [Part("a:.", 1.1)]),
        ("(a:1e3)", [Part("a:1e3", 1.1)]),
        ("(a:\(String(repeating: "9", count: 400)))", [Part("a:\(String(repeating: "9", count: 400))", 1.1)]),
        ("[a:1.5]", [Part("a:1.5", 1 / 1.1)]),
        // Brackets without their partners.
        ("a) b] c", [Part("a) b] c")]),
        ("a:1.2) b", [Part("a:1.2) b")]),
        ("(a] b)", [Part("a] b", 1.1)]),
        ("[a (b", [Part("a ", 1 / 1.1), Part("b", 1.1 * (1 / 1.1))]),
        ("([a) b]", [Part("a", 1.1 * (1 / 1.1)), Part(" b", 1 / 1.1)]),
        ("()", [Part("")]),
        ("", [Part("")]),
        // Backslashes.
        (#"\(a\) (b)"#, [Part("(a) "), Part("b", 1.1)]),
        (#"(\(a\):1.5)"#, [Part("(a)", 1.5)]),
        (#"a\\b \c \"#, [Part(#"a\b c "#)]),
        (#"\:1)"#, [Part(":1)")]),
        (#"\\(a)"#, [Part(#"\"#), Part("a", 1.1)]),
        // The mark between chunks.
        ("a BREAK b", [Part("a"), Part("BREAK", -1), Part("b")]),
        ("a\n BREAK\tb BREAK", [Part("a"), Part("BREAK", -1), Part("b"), Part("BREAK", -1), Part("")]),
        ("BREAK BREAK", [Part(""), Part("BREAK", -1), Part(""), Part("BREAK", -1), Part("")]),
        ("a BREAKFAST, aBREAK, _BREAK, break", [Part("a BREAKFAST, aBREAK, _BREAK, break")]),
        ("a,BREAK:b", [Part("a,"), Part("BREAK", -1), Part(":b")]),
        ("(a)BREAK(b)", [Part("a", 1.1), Part(""), Part("BREAK", -1), Part(""), Part("b", 1.1)]),
        ("(a BREAK b:1.5)", [Part("a", 1.5), Part("BREAK", -1.5), Part("b", 1.5)]),
        // What is more than one scalar stays whole.
        ("(é👩‍🎨:1.3)\r\n[漢字]", [Part("é👩‍🎨", 1.3), Part("\r\n"), Part("漢字", 1 / 1.1)]),
        ("(<my-cat>:1.2) <a:b>", [Part("<my-cat>", 1.2), Part(" <a:b>")]),
    ]

    @Test(arguments: cases)
    func partsAreTheInterfaces(_ prompt: String, _ parts: [Part]) {
        #expect(WeightedPrompt(prompt).parts == parts, "\(prompt)")
    }

    @Test func marksAreTheInterfacesToo() {
        #expect(WeightedPrompt("a BREAK b").parts.map(\.isBreak) == [false, true, false])
        // In brackets, the interface makes a word of it.
        #expect(!WeightedPrompt("(a BREAK b)").parts.contains { $0.isBreak })
    }

    @Test func textIsWhatTheModelReads() {
        #expect(PromptSyntax.weighted.text(of: #"a (cat:1.2) BREAK \(dog\)"#) == "a cat (dog)")
        #expect(PromptSyntax.plain.text(of: "a (cat:1.2)") == "a (cat:1.2)")
    }

    @Test(arguments: ["((((((", "))))))", "[[[:", ":::", "(:", "(:1", "\\", "(a:", "\u{0}(\u{FFFF}:1)", "BREAK", "BREAK:", "(BREAK"])
    func nothingIsWrong(_ prompt: String) {
        #expect(!WeightedPrompt(prompt).parts.isEmpty)
    }
}
