extension Assistant {
    /// What is known of the name at a cursor, or of the function whose brackets are open there; `nil` where there is nothing to say.
    public func inspect(_ text: String, at scalar: Int) -> Reference.Page? {
        let source = SourceText(text.utf8.count > Self.longestText ? "" : text, name: "")
        let offset = source.offset(ofScalar: scalar)
        let inference = TypeInference(library: library, snapshot: snapshot, source: source)
        let cursor = Cursor(source, offset: wordEnd(source, offset))
        if !cursor.word.isEmpty, case .string = cursor.place {
        } else if !cursor.word.isEmpty, let page = page(of: cursor, source, inference) {
            return page
        }
        return cursor.call.flatMap { page(of: inference.functions($0.callee)) }
    }

    /// The end of the word that the cursor stands in.
    private func wordEnd(_ source: SourceText, _ offset: Int) -> Int {
        var end = offset
        while end < source.bytes.count, Lexer.isNameByte(source.bytes[end]) || source.bytes[end] >= 0x80 { end += 1 }
        return end
    }

    private func page(of cursor: Cursor, _ source: SourceText, _ inference: TypeInference) -> Reference.Page? {
        let isLabel = source.slice(SourceRange(cursor.wordRange.end, cursor.wordRange.end + 1)) == ":"
        if isLabel, let call = cursor.call {
            for function in inference.functions(call.callee) {
                if let parameter = function.parameters.first(where: { $0.label == cursor.word }) {
                    return page(of: parameter, in: function.name)
                }
            }
        }
        switch cursor.place {
        case .member(let base?): return page(ofMember: cursor.word, base, inference)
        case .implicitMember:
            return cursor.call.flatMap { Self.parameter($0, inference)?.type.enumeration }.flatMap { page(ofCase: cursor.word, $0) }
        case .name: return page(ofName: cursor.word, inference)
        default: return nil
        }
    }

    private func page(of parameter: Parameter, in function: String) -> Reference.Page {
        let row = Reference.row(parameter)
        let text = row.text.isEmpty ? "" : "\n\n" + row.text
        return Reference.Page(
            plain: "\(row.name) of \(function): \(row.facts)\(text)", markdown: "`\(row.name)` of `\(function)`: \(row.facts)\(text)")
    }

    private func page(ofCase name: String, _ type: EnumerationType) -> Reference.Page? {
        guard let found = type.caseNamed(name) else { return nil }
        let parameters = found.parameters.map { Reference.row($0) }.map { "\($0.name) \($0.facts)" }
        let text = ([found.documentation] + parameters).filter { !$0.isEmpty }.joined(separator: "\n")
        return Reference.Page(plain: "\(type.name).\(name)\n\n\(text)", markdown: "`\(type.name).\(name)`\n\n\(text)")
    }

    private func page(ofName name: String, _ inference: TypeInference) -> Reference.Page? {
        if let variable = snapshot.variables[name] { return page(of: variable) }
        if let functions = library.functions[name] ?? library.functions["\(name).init"] { return Reference.page(of: functions) }
        if let type = library.objects[name] { return Reference.page(of: type) }
        if let type = library.enumerations[name] {
            let cases = type.cases.map { "  .\($0.name)" + ($0.documentation.isEmpty ? "" : "  " + $0.documentation) }.joined(
                separator: "\n")
            return Reference.Page(
                plain: "\(name): \(type.documentation)\n\n\(cases)", markdown: "**\(name)** \(type.documentation)\n\n```\n\(cases)\n```")
        }
        guard let type = inference.locals[name], type != .any else { return nil }
        return Reference.Page(plain: "\(name): \(type)", markdown: "`\(name): \(type)`")
    }

    private func page(of variable: NamesSnapshot.Variable) -> Reference.Page {
        if let function = variable.function {
            let text = function.documentation.isEmpty ? "" : "\n\n" + function.documentation
            return Reference.Page(plain: function.signature + text, markdown: "```swift\n\(function.signature)\n```" + text)
        }
        var plain = "\(variable.name): \(variable.type) = \(variable.brief)"
        var markdown = "```swift\n\(plain)\n```"
        if case .object(let name) = variable.type, let type = library.objects[name] {
            let page = Reference.page(of: type)
            plain += "\n\n" + page.plain
            markdown += "\n\n" + page.markdown
        }
        return Reference.Page(plain: plain, markdown: markdown)
    }

    private func page(ofMember name: String, _ base: Expression, _ inference: TypeInference) -> Reference.Page? {
        if case .identifier(let type) = base.kind, let functions = library.functions["\(type).\(name)"] {
            return Reference.page(of: functions)
        }
        guard let type = inference.type(of: base)?.unwrapped else { return nil }
        let methods = inference.methods(name, of: type)
        if !methods.isEmpty { return page(of: methods) }
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

    private func page(of callables: [TypeInference.Callable]) -> Reference.Page? {
        let natives = callables.compactMap(\.native)
        if !natives.isEmpty { return Reference.page(of: natives) }
        guard let function = callables.first?.function else { return nil }
        return Reference.Page(plain: function.signature, markdown: "```swift\n\(function.signature)\n```")
    }
}
