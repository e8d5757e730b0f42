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
            for page in pages.isEmpty ? [Reference.contents(of: library)] : pages {
                try call.context.output.display(.object(HelpObject(page)))
            }
            return .nothing
        }
    }

    private static func page(of thing: Value, in library: Library) -> Reference.Page? {
        if let name = thing.asString { return page(named: name, in: library) }
        if let function = thing.asFunction {
            return function.declarations.isEmpty
                ? function.name.flatMap { page(named: $0, in: library) } : Reference.page(of: function.declarations)
        }
        guard case .object(let object) = thing.unwrapped else { return nil }
        return Reference.page(of: object.cellType)
    }

    private static func page(named name: String, in library: Library) -> Reference.Page? {
        if let functions = library.functions[name] ?? library.functions["\(name).init"] { return Reference.page(of: functions) }
        return library.objects[name].map { Reference.page(of: $0) }
    }

    private static func unknown(_ thing: Value, _ library: Library) -> String {
        guard let name = thing.asString else { return "there is no page about \(thing.brief()); help() lists what there is" }
        return "there is no page about '\(name)'; help() lists what there is"
    }
}
