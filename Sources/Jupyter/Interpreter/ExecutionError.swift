import JSONValues

/// An error as a front end shows it.
public struct ExecutionError: Error, Sendable, Hashable {
    /// The kind of error, as in `ArgumentError`.
    public var name: String
    /// What is wrong, in one line.
    public var value: String
    /// The lines to show, ANSI colours allowed.
    public var traceback: [String]

    public init(name: String, value: String, traceback: [String]) {
        self.name = name
        self.value = value
        self.traceback = traceback
    }

    /// The members that an error has in every message.
    var json: JSONObject {
        ["ename": .string(name), "evalue": .string(value), "traceback": .array(traceback.map(JSONValue.string))]
    }
}
