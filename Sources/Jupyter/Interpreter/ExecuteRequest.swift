import JSONValues

/// A cell to run.
public struct ExecuteRequest: Sendable, Hashable {
    public var code: String
    /// Nothing that the cell produces is shown.
    public var silent: Bool
    /// The cell counts and is remembered.
    public var storeHistory: Bool
    /// Expressions to evaluate after the cell, by a name of the front end's choice.
    public var userExpressions: [String: String]
    /// The cell may ask the person for input.
    public var allowInput: Bool
    /// When the cell fails, cells that wait behind it are not run.
    public var stopOnError: Bool
    /// The number of the cell, as in `[3]`.
    public var count: Int
    /// What the front end calls the cell, the same each time it is run; nil where it doesn't say.
    public var cellID: String?

    public init(
        code: String, silent: Bool = false, storeHistory: Bool = true, userExpressions: [String: String] = [:], allowInput: Bool = false,
        stopOnError: Bool = true, count: Int = 1, cellID: String? = nil
    ) {
        self.code = code
        self.silent = silent
        self.storeHistory = storeHistory
        self.userExpressions = userExpressions
        self.allowInput = allowInput
        self.stopOnError = stopOnError
        self.count = count
        self.cellID = cellID
    }

    /// The request in a message; what is missing or of the wrong type takes its default.
    ///
    /// Source: jupyter-client's "Messaging in Jupyter", section "Execute"; JupyterLab adds `cellId` to the metadata.
    init(_ message: Message) {
        let content = message.content
        cellID = message.metadata["cellId"]?.string
        code = content["code"]?.string ?? ""
        silent = content["silent"]?.bool ?? false
        let stores = !silent && (content["store_history"]?.bool ?? true)
        // As in IPython, a blank cell does not count: a person who presses Enter in a console has done nothing.
        storeHistory = stores && code.contains { !$0.isWhitespace }
        userExpressions = content["user_expressions"]?.object?.compactMapValues(\.string) ?? [:]
        allowInput = content["allow_stdin"]?.bool ?? false
        stopOnError = content["stop_on_error"]?.bool ?? true
        count = 0
    }
}
