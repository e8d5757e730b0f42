import CellLanguage
import Testing

@Suite struct InspectionTests {
    @Test(arguments: [
        ("sam|ple(\"x\")", "How closely the prompt is followed."), ("sample(|", "default 7.5; at least 0"),
        ("sample(\"x\", ste|ps: 3)", "steps: of sample: Int; default 25; 1…1000"),
        ("sample(\"x\", sampler: .pn|dm)", "Sampler.pndm"), ("xs|", "xs: [Int] = [1, 2]"),
        ("xs.fil|ter { true }", "The elements for which a closure gives true."),
        ("picture|", "Picture: A generated picture."), ("picture.wi|dth", "width: Int"),
        ("picture.resized(|", "The picture in another size."), ("tw|ice(factor: 2)", "Doubles a factor."),
        ("Sampl|er", "How noise becomes a picture."), ("Int(|", "-> Int"), ("Double.rand|om(in: 0..<1)", "A Double chosen by chance."),
    ])
    func finds(_ marked: String, _ expected: String) throws {
        let console = Console(library: Studio.library)
        try console.run(
            "let picture = sample(\"cat\")[0]\nlet xs = [1, 2]\n/// Doubles a factor.\nfunc twice(factor: Int) -> Int { factor * 2 }")
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let page = console.session.assistant.inspect(parts.joined(), at: parts[0].unicodeScalars.count)
        #expect(page?.plain.contains(expected) == true, "\(page?.plain ?? "nothing")")
        #expect(page?.markdown.isEmpty == false)
    }

    @Test(arguments: ["unknown", "", "   ", "\"text\"", "12"])
    func nothing(_ text: String) {
        #expect(Console().session.assistant.inspect(text, at: 1) == nil)
    }

    @Test func contents() {
        let page = Reference.contents(of: Studio.library)
        #expect(page.plain.contains("Pictures\n  sample  Draws pictures of a prompt."))
        #expect(page.markdown.contains("- `sample`: Draws pictures of a prompt."))
    }

    @Test func signatures() {
        #expect(
            Studio.sample.signature.hasPrefix(
                "sample(_ prompt: String or [String], steps: Int = 25, guidanceScale: Double = 7.5, sampler: Sampler = .pndm"))
    }
}
