/// A function, or the cell itself, while names are resolved.
final class FunctionScope {
    struct Loop {
        let number: Int
        let label: String?
        /// A `switch` can be left but not continued.
        let isLoop: Bool
    }

    let parent: FunctionScope?
    let capturedNames: Set<String>
    var blocks: [[String: LocalVariable]] = [[:]]
    var slotCount = 0
    var boxCount = 0
    var loops: [Loop] = []
    /// Shared variables of surrounding functions, in the order of their captures.
    private(set) var captured: [LocalVariable] = []
    private(set) var captureSources: [VariableReference] = []

    init(parent: FunctionScope?, capturedNames: Set<String>) {
        self.parent = parent
        self.capturedNames = capturedNames
    }

    func declare(_ name: String, role: LocalVariable.Role, type: ValueType? = nil, isDeferred: Bool = false) -> LocalVariable {
        let reference: VariableReference
        if capturedNames.contains(name) {
            reference = .box(boxCount)
            boxCount += 1
        } else {
            reference = .slot(slotCount)
            slotCount += 1
        }
        let variable = LocalVariable(name, role: role, reference: reference, type: type, isDeferred: isDeferred)
        blocks[blocks.count - 1][name] = variable
        return variable
    }

    /// The variable and where this function finds it.
    func find(_ name: String) -> (variable: LocalVariable, reference: VariableReference)? {
        for block in blocks.reversed() {
            if let variable = block[name] { return (variable, variable.reference) }
        }
        guard let (variable, source) = parent?.find(name) else { return nil }
        if let index = captured.firstIndex(where: { $0 === variable }) { return (variable, .capture(index)) }
        captured.append(variable)
        captureSources.append(source)
        return (variable, .capture(captured.count - 1))
    }

    /// All names that can be seen from here, for near misses.
    var visibleNames: [String] {
        blocks.flatMap(\.keys) + (parent?.visibleNames ?? [])
    }
}
