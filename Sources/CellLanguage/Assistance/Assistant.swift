internal import Synchronization

/// Completion, inspection and help. It works on snapshots, so any thread may ask while a cell runs.
public final class Assistant: Sendable {
    /// The host's completions of a string.
    public typealias StringCompleter = @Sendable (StringPlace) -> StringCompletions

    public let library: Library
    let completeString: StringCompleter?
    private let names = Mutex(NamesSnapshot())

    init(library: Library, completeString: StringCompleter?) {
        self.library = library
        self.completeString = completeString
    }

    /// The variables as they were after the last statement.
    public var snapshot: NamesSnapshot { names.withLock { $0 } }

    func publish(_ variables: [(name: String, value: Value)]) {
        let briefs = variables.map { NamesSnapshot.Variable(name: $0.name, value: $0.value) }
        names.withLock { snapshot in
            for brief in briefs { snapshot.variables[brief.name] = brief }
        }
    }
}
