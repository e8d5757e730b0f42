public import JSONValues

/// An object of a front end's, such as a slider, and its state. Any thread may use it.
public final class Widget: Sendable {
    /// Answers a change that a person made, on the kernel's thread; gives work for the engine thread, if there is any.
    public typealias Handler = @Sendable (_ changes: JSONObject) -> CommWork?

    private struct State: Sendable {
        var values: JSONObject
        var bytes: [String: [UInt8]]
        var changed: Handler = { _ in nil }
        var clicked: @Sendable () -> CommWork? = { nil }
    }

    let kind: WidgetKind
    let comm: Comm
    private let contents: Monitor<State>

    init(_ kind: WidgetKind, _ values: JSONObject, bytes: [String: [UInt8]], open: (CommMessage) -> Comm) {
        self.kind = kind
        let values = kind.identity.merging(values) { $1 }
        contents = Monitor(State(values: values, bytes: bytes))
        comm = open(Self.message(values, bytes: bytes))
        comm.onMessage { [weak self] in self?.receive($0) }
    }

    /// The widget's name at both ends.
    public var id: String { comm.id }

    /// How other widgets' states name this one.
    public var reference: JSONValue { .string("IPY_MODEL_\(id)") }

    /// What a display holds to show the widget, as `application/vnd.jupyter.widget-view+json`.
    public var view: JSONValue { ["version_major": 2, "version_minor": 0, "model_id": .string(id)] }

    /// A value of the state.
    public subscript(name: String) -> JSONValue? { contents.update { $0.values[name] } }

    var state: (values: JSONObject, bytes: [String: [UInt8]]) { contents.update { ($0.values, $0.bytes) } }

    /// Changes the state, at both ends.
    public func set(_ values: JSONObject, bytes: [String: [UInt8]] = [:]) {
        contents.update { state in
            state.values.merge(values) { $1 }
            state.bytes.merge(bytes) { $1 }
        }
        var message = Self.message(values, bytes: bytes)
        message.data["method"] = "update"
        comm.send(message)
    }

    /// Takes what a person changes from now on.
    public func onChange(_ handler: @escaping Handler) { contents.update { $0.changed = handler } }

    /// Is told when a person presses the button.
    public func onClick(_ handler: @escaping @Sendable () -> CommWork?) { contents.update { $0.clicked = handler } }

    private func receive(_ message: CommMessage) -> CommWork? {
        switch message.data["method"]?.string {
        case "update": return change(message.data["state"]?.object ?? [:])
        case "request_state":
            var answer = Self.message(state.values, bytes: state.bytes)
            answer.data["method"] = "update"
            comm.send(answer)
            return nil
        case "custom" where message.data["content"]?.object?["event"]?.string == "click": return contents.update { $0.clicked }()
        default: return nil
        }
    }

    /// Takes the values that the state has; the other front ends are told.
    private func change(_ values: JSONObject) -> CommWork? {
        let known = contents.update { state in
            let known = values.filter { state.values[$0.key] != nil }
            state.values.merge(known) { $1 }
            return known
        }
        comm.send(["method": "echo_update", "state": .object(known), "buffer_paths": []])
        return contents.update { $0.changed }(known)
    }

    private static func message(_ values: JSONObject, bytes: [String: [UInt8]]) -> CommMessage {
        let bytes = bytes.sorted { $0.key < $1.key }
        return CommMessage(
            data: ["state": .object(values), "buffer_paths": .array(bytes.map { .array([.string($0.key)]) })], buffers: bytes.map(\.value))
    }
}
