import JSONValues

/// The kernel's half of ipywidgets: objects whose state lives at both ends of a comm.
///
/// Front ends that know widgets tell so when they connect: they open a comm of the control target and ask for all states. After a reload of the
/// browser's tab they get them from here.
///
/// Source: "Jupyter widgets messaging protocol", version 2.1.0, and its control channel, version 1.0.0, in ipywidgets' packages/schema/messages.md.
public final class WidgetService: Sendable {
    static let target = "jupyter.widget"
    static let controlTarget = "jupyter.widget.control"
    static let version: JSONValue = "2.1.0"

    private struct State: Sendable {
        var widgets: [String: Widget] = [:]
        var hasFrontEnd = false
    }

    private let comms: CommService
    private let state = Monitor(State())

    public init(comms: CommService) {
        self.comms = comms
        let state = state
        comms.register(Self.controlTarget) { comm, _ in
            state.update { $0.hasFrontEnd = true }
            comm.onMessage { [weak comm] message in
                if message.data["method"]?.string == "request_states" { comm?.send(Self.states(of: state.update { Array($0.widgets.values) })) }
                return nil
            }
            return nil
        }
    }

    /// Whether a front end that shows widgets has connected.
    public var hasFrontEnd: Bool { state.update { $0.hasFrontEnd } }

    /// Makes a widget, at both ends.
    ///
    /// - Parameters:
    ///   - kind: the widget's name in ipywidgets, such as `IntSlider`.
    ///   - values: its state, besides what says its kind.
    ///   - bytes: those of its state that are binary.
    public func open(_ kind: WidgetKind, _ values: JSONObject, bytes: [String: [UInt8]] = [:]) -> Widget {
        let widget = Widget(kind, values, bytes: bytes) { message in
            comms.open(Self.target, CommMessage(data: message.data, metadata: ["version": Self.version], buffers: message.buffers))
        }
        state.update { $0.widgets[widget.id] = widget }
        return widget
    }

    /// Takes a widget away, at both ends.
    public func close(_ widget: Widget) {
        state.update { $0.widgets[widget.id] = nil }
        widget.comm.close()
    }

    private static func states(of widgets: [Widget]) -> CommMessage {
        var (states, paths, buffers): (JSONObject, [JSONValue], [[UInt8]]) = ([:], [], [])
        for widget in widgets.sorted(by: { $0.id < $1.id }) {
            let (values, bytes) = widget.state
            states[widget.id] = .object(widget.kind.model.merging(["state": .object(values)]) { $1 })
            for (name, data) in bytes.sorted(by: { $0.key < $1.key }) {
                paths.append(.array([.string(widget.id), "state", .string(name)]))
                buffers.append(data)
            }
        }
        return CommMessage(data: ["method": "update_states", "states": .object(states), "buffer_paths": .array(paths)], buffers: buffers)
    }
}
