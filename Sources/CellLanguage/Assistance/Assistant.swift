internal import Synchronization

/// Completion, inspection and help. It works on snapshots, so any thread may ask while a cell runs.
public final class Assistant: Sendable {
    /// A string literal in which the cursor stands.
    public struct StringPlace: Sendable {
        /// The function whose argument the string is, where it is one.
        public let function: String?
        /// The parameter's name.
        public let parameter: String?
        /// The text between the opening quote and the cursor.
        public let prefix: String
    }

    /// The host's completions of a string: what may stand between the quotes instead of the prefix.
    public typealias StringCompleter = @Sendable (StringPlace) -> [Completion]

    /// Longer texts get no help, because it would come too late.
    static let longestText = 200_000

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
