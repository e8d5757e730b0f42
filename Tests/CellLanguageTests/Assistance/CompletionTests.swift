import CellLanguage
import Testing

@Suite struct CompletionTests {
    /// Completes at `|`.
    private func matches(_ marked: String, after cells: [String] = []) throws -> (texts: [String], replaced: String) {
        let console = Console(library: Studio.library) { place in
            StringCompletions(
                [Completion("\(place.function ?? "-").\(place.parameter ?? "-"):\(place.prefix)", .name)], replacing: place.prefix.suffix(6))
        }
        for cell in cells { try console.run(cell) }
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.joined()
        let (matches, range) = console.session.assistant.complete(text, at: parts[0].unicodeScalars.count)
        let scalars = Array(text.unicodeScalars)
        return (matches.map(\.text), String(String.UnicodeScalarView(scalars[range])))
    }

    @Test(arguments: [
        ("sam|", "sample", "sam"), ("pri|", "print", "pri"), ("whi|", "while", "whi"), ("SAM|", "sample", "SAM"),
        ("let 🐱 = 1\nsam|", "sample", "sam"),
        ("sample(\"x\", gui|", "guidanceScale: ", "gui"), ("sample(\"x\", |", "steps: ", ""),
        ("sample(\"x\", sampler: .eu|", "eulerKarras", "eu"),
        ("sample(\"x\", sampler: .|)", "pndm", ""), ("sample(\"x\", sampler: |", ".ddim", ""),
        ("sample(\"x\", crop: .ran|", "random", "ran"), ("sample(\"x\", crop: .random(|", "area: ", ""),
        ("sample(\"x\", crop:.random(ar|", "area: ", "ar"), ("sample(\"x\", crop: .random(area: 0.1...1), st|", "steps: ", "st"),
        ("sample(\"x\", sampler: [.d|", "ddim", "d"), ("picture.wi|", "width", "wi"), ("picture.res|", "resized", "res"),
        ("picture.resized().se|", "seed", "se"),
        ("picture(ti|", "times: ", "ti"), ("picture().wi|", "width", "wi"),
        ("picture.resized(wi|", "width: ", "wi"), ("sample(\"x\")[0].wid|", "width", "wid"), ("sample(\"x\").first!.wid|", "width", "wid"),
        ("xs.fil|", "filter", "fil"), ("xs.sorted().fi|", "first", "fi"), ("xs\n    .fil|", "filter", "fil"),
        ("xs[0].isMul|", "isMultiple", "isMul"),
        ("\"abc\".upp|", "uppercased", "upp"), ("Double.p|", "pi", "p"), ("Int.ra|", "random", "ra"), ("Sampler.eu|", "euler", "eu"),
        ("twice(fac|", "factor: ", "fac"), ("let local = \"a\"\nlocal.upp|", "uppercased", "upp"),
        ("for p in sample(\"x\") { p.wid|", "width", "wid"),
        ("\"text \\(xs.co|", "count", "co"), ("\"text \\(pic|", "picture", "pic"), ("if pic|", "picture", "pic"),
        ("xs.map { $0.isM|", "isMultiple", "isM"), ("xs.map { number in number.isM|", "isMultiple", "isM"),
        ("xs.sorted(by: { $0 < $1 }).map({ $0.isM|", "isMultiple", "isM"),
        ("sample(\"x\").filter { one in one.se|", "seed", "se"), ("xs.map { value in val|", "value", "val"), ("xs.reduce(0) { $1.isM|", "isMultiple", "isM"),
        ("func draw(thing: Picture, times: Int) { thing.wi|", "width", "wi"), ("func draw(times: Int) { tim|", "times", "tim"),
        ("let s: Sampler = .eu|", "euler", "eu"), ("let s: Sampler = .|", "pndm", ""),
        ("d[\"a\"]?.isM|", "isMultiple", "isM"),
        ("t.fi|", "first", "fi"), ("load(\"data/c|", "load.path:data/c", "data/c"), ("load(\"my data/c|", "load.path:my data/c", "data/c"),
        ("sample(\"x\", steps: 3, see|", "seed: ", "see"),
        ("sample([\"a <|", "sample.prompt:a <", "a <"), ("print(\"|", "print.items:", ""),
    ])
    func finds(_ marked: String, _ expected: String, _ replaced: String) throws {
        let setup =
            "let picture = sample(\"cat\")[0]\nlet xs = [1, 2]\nlet d = [\"a\": 1]\nlet t = (first: 1, second: \"b\")\nfunc twice(factor: Int) -> Int { factor * 2 }"
        let (texts, range) = try matches(marked, after: [setup])
        #expect(texts.contains(expected), "\(texts.prefix(20))")
        #expect(range == replaced)
    }

    @Test(arguments: ["// com|", "/* com|", "12|", "unknown.|", "1.5|", "let x = 3 // pri|"])
    func nothing(_ marked: String) throws {
        #expect(try matches(marked).texts == [])
    }

    @Test func givenArgumentsAreNotOffered() throws {
        let texts = try matches("sample(\"x\", steps: 3, |").texts
        #expect(!texts.contains("steps: "))
        #expect(texts.contains("seed: "))
    }

    @Test func anyPositionIsTaken() {
        let assistant = Console(library: Studio.library).session.assistant
        for position in [-5, 0, 3, 999, .max, .min] {
            let range = assistant.complete("sam", at: position).range
            #expect(range.lowerBound >= 0 && range.upperBound <= 3)
            _ = assistant.inspect("sam", at: position)
        }
    }

    /// Of a cell that is too long to be read at once, the lines around the cursor are.
    @Test func longCellsAreCompleted() {
        let assistant = Console(library: Studio.library).session.assistant
        let line = "let 🐈‍⬛ = \"🐈\"  // ünïcode\n"
        for count in [0, 1, 900, 5_000] {
            let before = String(repeating: line, count: count) + "let 🐱🐱 = 1\nsample(\"🐱\", st"
            let text = before + ")\n" + String(repeating: line, count: count)
            let length = before.unicodeScalars.count
            let (matches, range) = assistant.complete(text, at: length)
            #expect(matches.first?.text == "steps: " && range == (length - 2)..<length)
            #expect(assistant.inspect(text, at: length - 6)?.plain.contains("Draws pictures") == true)
        }
    }

    @Test func kindsAndDetails() {
        let assistant = Console(library: Studio.library).session.assistant
        let match = assistant.complete("sample(\"x\", st", at: 14).matches.first
        #expect(match == Completion("steps: ", .argument, detail: "Int = 25"))
    }
}
