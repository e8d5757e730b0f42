/// A cell that was run.
public struct HistoryEntry: Sendable, Hashable {
    /// The number of the kernel's session; later sessions have greater numbers.
    public var session: Int
    /// The cell's number in its session.
    public var line: Int
    public var input: String
    /// The text of the value that the cell showed, if it showed one.
    public var output: String?

    public init(session: Int, line: Int, input: String, output: String? = nil) {
        self.session = session
        self.line = line
        self.input = input
        self.output = output
    }
}
