extension Assistant {
    /// What is known of the name at a cursor, or of the argument and the function whose brackets are open there; `nil` where there is nothing to say.
    public func inspect(_ text: String, at scalar: Int, detail: Reference.Detail = .short) -> Reference.Page? {
        let surroundings = Surroundings(text, at: scalar)
        let (source, offset) = (surroundings.source, surroundings.offset)
        var inference = TypeInference(library: library, snapshot: snapshot, source: source)
        let cursor = Cursor(source, offset: wordEnd(source, offset))
        inference.enter(cursor.closures(in: source))
        if !cursor.word.isEmpty, case .string = cursor.place {
        } else if !cursor.word.isEmpty, let page = page(of: cursor, source, inference, detail) {
            return page
        }
        if let value = cursor.expressionBefore(in: source), let page = inference.type(of: value).flatMap({ page(of: $0, detail) }) { return page }
        return cursor.call.flatMap { page(of: $0, inference, detail) }
    }

    /// What a value of one of the host's types is.
    private func page(of type: ValueType, _ detail: Reference.Detail) -> Reference.Page? {
        guard case .object(let name) = type.unwrapped, let object = library.objects[name] else { return nil }
        return detail == .full ? Reference.page(of: object) : Reference.summary(of: object)
    }

    /// The function of an open call, after the argument whose value is about to be written.
    private func page(of call: Cursor.OpenCall, _ inference: TypeInference, _ detail: Reference.Detail) -> Reference.Page? {
        let page = page(of: inference.functions(call), detail)
        guard call.isAtValue, let parameter = inference.parameter(call), let name = call.callee.name else { return page }
        return [Reference.page(of: parameter, in: name, detail), page].compactMap(\.self).joined()
    }

    /// The end of the word that the cursor stands in.
    private func wordEnd(_ source: SourceText, _ offset: Int) -> Int {
        var end = offset
        while end < source.bytes.count, Lexer.isNameByte(source.bytes[end]) || source.bytes[end] >= 0x80 { end += 1 }
        return end
    }

    private func page(
        of cursor: Cursor, _ source: SourceText, _ inference: TypeInference, _ detail: Reference.Detail
    ) -> Reference.Page? {
        let isLabel = source.slice(SourceRange(cursor.wordRange.end, cursor.wordRange.end + 1)) == ":"
        if isLabel, let call = cursor.call {
            for function in inference.functions(call) {
                if let parameter = function.parameters.first(where: { $0.label == cursor.word }) {
                    return Reference.page(of: parameter, in: function.name, detail)
                }
            }
        }
        switch cursor.place {
        case .member(let base?): return page(ofMember: cursor.word, base, inference, detail)
        case .implicitMember:
            return cursor.call.flatMap { inference.parameter($0)?.type.enumeration }.flatMap { page(ofCase: cursor.word, $0) }
        case .name: return page(ofName: cursor.word, inference, detail)
        default: return nil
        }
    }

    private func page(ofCase name: String, _ type: EnumerationType) -> Reference.Page? {
        guard let found = type.caseNamed(name) else { return nil }
        let parameters = found.parameters.map { Reference.row($0) }.map { "\($0.name) \($0.facts)" }
        let text = ([found.documentation] + parameters).filter { !$0.isEmpty }.joined(separator: "\n")
        return Reference.Page(plain: "\(type.name).\(name)\n\n\(text)", markdown: "`\(type.name).\(name)`\n\n\(text)")
    }

    private func page(ofName name: String, _ inference: TypeInference, _ detail: Reference.Detail) -> Reference.Page? {
        if let variable = snapshot.variables[name] { return page(of: variable, detail) }
        if let functions = library.functions[name] ?? library.functions["\(name).init"] { return Reference.page(of: functions, detail) }
        if let type = library.objects[name] { return Reference.page(of: type) }
        if let type = library.enumerations[name] { return Reference.page(of: type) }
        guard let type = inference.localType(name), type != .any else { return nil }
        return Reference.Page(plain: "\(name): \(type)", markdown: "`\(name): \(type)`")
    }

    private func page(of variable: NamesSnapshot.Variable, _ detail: Reference.Detail) -> Reference.Page {
        if let function = variable.function {
            let text = function.documentation.isEmpty ? "" : "\n\n" + function.documentation
            return Reference.Page(plain: function.signature + text, markdown: "```swift\n\(function.signature)\n```" + text)
        }
        let value = "\(variable.name): \(variable.type) = \(detail == .full ? variable.text : variable.brief)"
        let page = Reference.Page(plain: value, markdown: "```swift\n\(value)\n```")
        guard case .object(let name) = variable.type.unwrapped, let type = library.objects[name] else { return page }
        return [page, detail == .full ? Reference.page(of: type) : Reference.summary(of: type)].joined()
    }

    private func page(
        ofMember name: String, _ base: Expression, _ inference: TypeInference, _ detail: Reference.Detail
    ) -> Reference.Page? {
        if case .identifier(let type) = base.kind, let functions = library.functions["\(type).\(name)"] {
            return Reference.page(of: functions, detail)
        }
        guard let type = inference.type(of: base)?.unwrapped else { return nil }
        let methods = inference.methods(name, of: type)
        if !methods.isEmpty { return page(of: methods, detail) }
        let property: (type: ValueType, text: String)?
        if case .object(let object) = type {
            property = library.objects[object]?.property(name).map { ($0.type, $0.documentation) }
        } else {
            property = MemberTable.table(for: type)?.properties[name].map { ($0.type, $0.documentation) }
        }
        guard let property else { return nil }
        return Reference.Page(
            plain: "\(name): \(property.type)\n\n\(property.text)", markdown: "`\(name): \(property.type)`\n\n\(property.text)")
    }

    private func page(of callables: [TypeInference.Callable], _ detail: Reference.Detail) -> Reference.Page? {
        let natives = callables.compactMap(\.native)
        if !natives.isEmpty { return Reference.page(of: natives, detail) }
        guard let callable = callables.first else { return nil }
        guard let function = callable.function else { return Reference.page(of: callable.parameters, of: callable.name) }
        return Reference.Page(plain: function.signature, markdown: "```swift\n\(function.signature)\n```")
    }
}
