import CellLanguage
import Testing

@Suite struct InspectionTests {
    @Test(arguments: [
        ("sam|ple(\"x\")", "How closely the prompt is followed."), ("sample(|", "default 7.5; at least 0"),
        ("sample(\"x\", ste|ps: 3)", "steps: of sample: Int; default 25; 1…1000"),
        ("sample(\"x\", sampler: .pn|dm)", "Sampler.pndm"), ("xs|", "xs: [Int] = [1, 2]"),
        ("xs.fil|ter { true }", "The elements for which a closure gives true."),
        ("picture|", "Picture: A generated picture."), ("sample(\"x\", steps: |", "steps: of sample: Int; default 25; 1…1000\n\nDenoising steps.\n\nsample("),
        ("sample(\"x\", crop: .random(|", "area:"),
        ("picture.wi|dth", "width: Int"),
        ("sample(\"x\")[0]|", "Picture: A generated picture."), ("xs.map { n in n|", "n: Int"),
        ("picture.resized(|", "The picture in another size."), ("picture(|", "The picture some times as wide."), ("tw|ice(factor: 2)", "Doubles a factor."),
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

    /// What Shift-Tab shows is short; asked for more, it says what cases mean, all members, and more of a value.
    @Test func detail() throws {
        let console = Console(library: Studio.library)
        try console.run("let picture = sample(\"cat\")[0]\nlet long = (0..<300).map { $0 }")
        func page(_ text: String, _ detail: Reference.Detail) -> String {
            console.session.assistant.inspect(text, at: text.unicodeScalars.count, detail: detail)?.plain ?? ""
        }
        #expect(!page("sample", .short).contains("The whole picture.") && page("sample", .full).contains("The whole picture."))
        #expect(page("sample(\"x\", crop: ", .full).contains("crop: of sample") && page("sample(\"x\", crop: ", .full).contains("A part by chance."))
        #expect(page("picture", .short).contains(".width") && !page("picture", .short).contains("The seed that drew it."))
        #expect(page("picture", .full).contains("The seed that drew it."))
        #expect(!page("long", .short).contains("299") && page("long", .full).contains("299]"))
    }

    @Test func examplesAreSetInOnATerminal() {
        let page = Reference.Page(documentation: "Draws.\n\n```swift\nsample(\"x\")\n```")
        #expect(page.plain == "Draws.\n\n    sample(\"x\")")
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
