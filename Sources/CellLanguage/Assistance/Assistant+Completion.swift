extension Assistant {
    /// What could stand at a cursor, and the range of Unicode scalars that it would replace. Any position is taken: one outside the text is clamped.
    public func complete(_ text: String, at scalar: Int) -> (matches: [Completion], range: Range<Int>) {
        let surroundings = Surroundings(text, at: scalar)
        let source = surroundings.source
        let cursor = Cursor(source, offset: surroundings.offset)
        var inference = TypeInference(library: library, snapshot: snapshot, source: source)
        inference.enter(cursor.closures(in: source))
        var range = cursor.wordRange
        var matches: [Completion]
        switch cursor.place {
        case .nowhere: matches = []
        case .string(let prefix):
            let parameter = cursor.call.flatMap { inference.parameter($0)?.name }
            let place = StringPlace(function: cursor.call?.callee.name, parameter: parameter, prefix: prefix)
            let found = completeString?(place) ?? StringCompletions([], replacing: "")
            range = SourceRange(range.end - found.replaced.utf8.count, range.end)
            return (found.matches, scalars(range, surroundings))
        case .member(let base): matches = base.map { members(of: $0, inference) } ?? []
        case .implicitMember:
            let type = cursor.annotation.flatMap { library.enumerations[$0] } ?? cursor.call.flatMap { inference.parameter($0)?.type.enumeration }
            matches = type.map { Self.cases($0) } ?? []
        case .name: matches = names(cursor, inference)
        }
        matches = Self.filtered(matches, by: cursor.word)
        return (matches, scalars(range, surroundings))
    }

    private func scalars(_ range: SourceRange, _ place: Surroundings) -> Range<Int> {
        let start = place.skipped + place.source.scalar(ofOffset: range.start)
        return start..<max(start, place.skipped + place.source.scalar(ofOffset: range.end))
    }

    /// Those that go on with a word, in the same case if there are such.
    private static func filtered(_ matches: [Completion], by word: String) -> [Completion] {
        var seen: Set<String> = []
        let unique = matches.filter { seen.insert($0.text).inserted }
        let exact = unique.filter { $0.text.hasPrefix(word) }
        if !exact.isEmpty || word.isEmpty { return exact }
        return unique.filter { $0.text.lowercased().hasPrefix(word.lowercased()) }
    }

    static func cases(_ type: EnumerationType, dotted: Bool = false) -> [Completion] {
        type.cases.map {
            Completion((dotted ? "." : "") + $0.name, .enumerationCase, detail: $0.documentation.isEmpty ? type.name : $0.documentation)
        }
    }

    // MARK: Members

    private func members(of base: Expression, _ inference: TypeInference) -> [Completion] {
        if case .identifier(let name) = base.kind, !inference.isLocal(name), snapshot.variables[name] == nil,
            let type = library.types[name]
        {
            return staticMembers(name, type)
        }
        guard let type = inference.type(of: base)?.unwrapped else { return [] }
        return members(of: type)
    }

    private func staticMembers(_ name: String, _ type: ValueType) -> [Completion] {
        let constants = NumericConstants.all(of: type).map { Completion($0.name, .property, detail: "\(type)") }
        let functions = library.functions.keys.filter { $0.hasPrefix("\(name).") && !$0.hasSuffix(".init") }.sorted()
        let methods = functions.map {
            Completion(String($0.dropFirst(name.count + 1)), .method, detail: library.functions[$0]?.first?.signature ?? "")
        }
        if case .enumeration(let type) = type { return Self.cases(type) }
        return constants + methods
    }

    private func members(of type: ValueType) -> [Completion] {
        switch type {
        case .tuple(let elements):
            return elements.enumerated().map { Completion($1.label ?? "\($0)", .property, detail: "\($1.type)") }
        case .object(let name):
            guard let object = library.objects[name] else { return [] }
            let own =
                object.properties.map { Completion($0.name, .property, detail: "\($0.type)") }
                + object.methods.map { Completion($0.name, .method, detail: $0.signature) }
            return own + (object.elementType.map { members(of: .array($0)) } ?? [])
        default:
            guard let table = MemberTable.table(for: type) else { return [] }
            let properties = table.properties.values.map { Completion($0.name, .property, detail: "\($0.type)") }
            let methods = table.methods.values.flatMap { $0 }.map { Completion($0.name, .method, detail: $0.signature) }
            return (properties + methods).sorted { $0.text < $1.text }
        }
    }

    // MARK: Names

    private func names(_ cursor: Cursor, _ inference: TypeInference) -> [Completion] {
        var matches: [Completion] = []
        if let call = cursor.call {
            if call.label == nil, call.isAtStart { matches += arguments(call, inference) }
            if cursor.word.isEmpty, let type = inference.parameter(call)?.type.enumeration {
                matches += Self.cases(type, dotted: true)
            }
        }
        matches += locals(cursor.word, inference)
        let variables = snapshot.variables.values.filter { $0.name != "_" && Self.goesOn($0.name, from: cursor.word) }.sorted { $0.name < $1.name }
        matches += variables.map {
            Completion($0.name, $0.function == nil ? .variable : .function, detail: $0.function?.signature ?? "\($0.type) = \($0.brief)")
        }
        matches += library.functions.filter { !$0.key.contains(".") }.sorted { $0.key < $1.key }.map {
            Completion($0.key, .function, detail: $0.value.first?.signature ?? "")
        }
        matches += library.types.keys.sorted().map { Completion($0, .type) }
        matches += library.constants.keys.sorted().map { Completion($0, .variable) }
        matches += Keyword.offered.map { Completion($0.rawValue, .keyword) }
        return matches.filter { $0.text != cursor.word || $0.kind != .variable || inference.snapshot.variables[$0.text] != nil }
    }

    /// Variables of the cell itself; of many, the types of the first are told.
    private func locals(_ word: String, _ inference: TypeInference) -> [Completion] {
        let names = inference.localNames.filter { snapshot.variables[$0] == nil && Self.goesOn($0, from: word) }.sorted()
        return names.enumerated().map { index, name in
            Completion(name, .variable, detail: index < 50 ? inference.localType(name).map { "\($0)" } ?? "" : "")
        }
    }

    /// Whether a name begins with a word, in any case.
    private static func goesOn(_ name: String, from word: String) -> Bool {
        word.isEmpty || name.hasPrefix(word) || name.prefix(word.count).lowercased() == word.lowercased()
    }

    /// The labels that the call does not have yet.
    private func arguments(_ call: Cursor.OpenCall, _ inference: TypeInference) -> [Completion] {
        inference.functions(call).flatMap { function in
            function.parameters.filter { parameter in parameter.label.map { !call.givenLabels.contains($0) } ?? false }.map { parameter in
                Completion(
                    "\(parameter.shownLabel): ", .argument, detail: "\(parameter.type)" + (parameter.defaultSource.map { " = \($0)" } ?? "")
                )
            }
        }
    }
}

extension Expression {
    /// The name that an expression consists of or ends with.
    var name: String? {
        switch kind {
        case .identifier(let name): name
        case .member(_, let name): name.text
        default: nil
        }
    }
}
