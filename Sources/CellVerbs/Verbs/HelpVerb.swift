import CellLanguage

/// `help`: the reference, from the same declarations that check the calls.
enum HelpVerb {
    /// `help` over a library, itself included.
    static func function(over library: Library) -> NativeFunction {
        declaration(over: library.adding(functions: [declaration(over: library)]))
    }

    private static func declaration(over library: Library) -> NativeFunction {
        .verb(
            "help", [.variadic("things", .any, "Verbs, functions, values, or names in quotes; without any, the table of contents.")],
            "Shows what there is to know about verbs, functions and types: arguments, defaults, limits."
        ) { call in
            let things = call.value("things") == nil ? [] : try call.list("things")
            let pages = try things.map { thing in
                guard let page = page(of: thing, in: library) else { throw call.error("things", unknown(thing, library)) }
                return page
            }
            for page in pages.isEmpty ? [contents(of: library)] : pages {
                try call.context.output.display(.object(HelpObject(page)))
            }
            return .nothing
        }
    }

    /// Everything that there is a page about.
    static func pages(in library: Library) -> [String] {
        let functions = library.functions.keys.map { $0.hasSuffix(".init") ? String($0.dropLast(5)) : $0 }
        return Set(functions + library.objects.keys + library.enumerations.keys).sorted()
    }

    /// The page that a person reads first.
    private static func contents(of library: Library) -> Reference.Page {
        let welcome = Reference.Page(
            documentation: """
                Cells are Swift. Load a model, teach it a word, draw with it:

                ```swift
                let model = load("easel-tiny")
                let cat = addToken("<my-cat>", initializer: "cat")
                train(cat, on: images("concepts/moss-cat/single"), steps: 100)
                sample("a photo of <my-cat> on the beach", seed: 42)
                ```

                `help(sample)` explains one of the names below; so does Shift-Tab behind it. Tab completes verbs, arguments, cases, files and tokens.
                """)
        return [welcome, Reference.contents(of: library)].joined()
    }

    private static func page(of thing: Value, in library: Library) -> Reference.Page? {
        if let name = thing.asString { return page(named: name, in: library) }
        if let function = thing.asFunction {
            return function.declarations.isEmpty
                ? function.name.flatMap { page(named: $0, in: library) } : Reference.page(of: function.declarations, .full)
        }
        guard case .object(let object) = thing.unwrapped else { return nil }
        return Reference.page(of: object.cellType)
    }

    private static func page(named name: String, in library: Library) -> Reference.Page? {
        if let functions = library.functions[name] ?? library.functions["\(name).init"] { return Reference.page(of: functions, .full) }
        if let type = library.enumerations[name] { return Reference.page(of: type) }
        return library.objects[name].map { Reference.page(of: $0) }
    }

    private static func unknown(_ thing: Value, _ library: Library) -> String {
        guard let name = thing.asString else { return "there is no page about \(thing.brief()); help() lists what there is" }
        let hint = NearMiss.hint(for: name, among: pages(in: library))
        return "there is no page about '\(name)'\(hint.isEmpty ? "; help() lists what there is" : hint)"
    }
}
