/// What matching arguments with parameters needs to know of a function.
struct Signature: Sendable {
    struct Part: Sendable {
        let label: String?
        let name: String
        let isOptional: Bool
        let isVariadic: Bool
        let takesFunction: Bool
    }

    let name: String
    let parts: [Part]
    /// Labels that are not there yet, with the sentence that says so.
    var announced: [String: String] = [:]

    /// An argument as a call writes it.
    struct Given {
        let label: Name?
        let range: SourceRange
        let isTrailing: Bool
    }

    /// The parameter of each argument.
    ///
    /// Labelled arguments may come in any order; those without a label fill the parameters that have none.
    /// - Throws: an argument error for a label that is unknown or used twice, for too many arguments and for missing ones.
    func match(_ arguments: [Given], callRange: SourceRange) throws(CellError) -> [Int] {
        var isFilled = Array(repeating: false, count: parts.count)
        var result: [Int] = []
        for (position, argument) in arguments.enumerated() {
            let index = try index(of: argument, position: position, isFilled: isFilled)
            isFilled[index] = true
            result.append(index)
        }
        let missing = parts.indices.filter { !isFilled[$0] && !parts[$0].isOptional }.map { parts[$0] }
        guard let first = missing.first else { return result }
        let names = missing.map { "'\($0.label ?? $0.name)'" }.joined(separator: ", ")
        let text =
            missing.count == 1 && first.label == nil
            ? "\(name) needs a value for \(names)" : "\(name) needs the argument\(missing.count == 1 ? "" : "s") \(names)"
        throw CellError(.argument, text, at: callRange)
    }

    private func index(of argument: Given, position: Int, isFilled: [Bool]) throws(CellError) -> Int {
        if let label = argument.label {
            if let index = parts.firstIndex(where: { $0.label == label.text }) {
                guard !isFilled[index] || parts[index].isVariadic else {
                    throw CellError(.argument, "'\(label.text)' is given twice", at: label.range)
                }
                return index
            }
            throw unknown(label)
        }
        if argument.isTrailing, let index = parts.indices.last(where: { parts[$0].takesFunction && !isFilled[$0] }) { return index }
        if let index = parts.indices.first(where: { parts[$0].label == nil && (!isFilled[$0] || parts[$0].isVariadic) }) { return index }
        throw surplus(argument, position: position, isFilled: isFilled)
    }

    private func unknown(_ label: Name) -> CellError {
        if let part = parts.first(where: { $0.label == nil && $0.name == label.text }) {
            return CellError(.argument, "'\(part.name)' of \(name) is given without a label", at: label.range)
        }
        if let announcement = announced[label.text] { return CellError(.argument, announcement, at: label.range) }
        let labels = parts.compactMap(\.label)
        let hint = NearMiss.hint(for: label.text, among: labels)
        let list =
            hint.isEmpty && !labels.isEmpty && labels.count <= 8 ? "; it has \(labels.map { "'\($0)'" }.joined(separator: ", "))" : hint
        return CellError(.argument, "\(name) has no argument '\(label.text)'\(list)", at: label.range)
    }

    private func surplus(_ argument: Given, position: Int, isFilled: [Bool]) -> CellError {
        if argument.isTrailing { return CellError(.argument, "\(name) takes no closure", at: argument.range) }
        let free = parts.indices.filter { !isFilled[$0] }.compactMap { parts[$0].label }
        if let label = free.first {
            return CellError(.argument, "argument \(position + 1) of \(name) needs a label, such as '\(label):'", at: argument.range)
        }
        let count = parts.count
        return CellError(
            .argument, "\(name) takes \(count == 0 ? "no arguments" : count == 1 ? "one argument" : "\(count) arguments")",
            at: argument.range)
    }
}

extension NativeFunction {
    static func signature(_ name: String, _ parameters: [Parameter], announced: [String: String] = [:]) -> Signature {
        Signature(
            name: name,
            parts: parameters.map {
                Signature.Part(
                    label: $0.label, name: $0.name, isOptional: $0.isOptional, isVariadic: $0.isVariadic,
                    takesFunction: $0.type.function != nil || $0.type == .any)
            }, announced: announced)
    }
}
