import CellVerbs
import JSONValues
import Jupyter
import Synchronization

/// Controls as widgets of the front end's. A control that is shown again is the same widget.
final class WidgetDisplays: Sendable {
    private let widgets: WidgetService
    private let panels = Mutex<[ObjectIdentifier: WidgetPanel]>([:])
    /// The panels that a cell has made, by the cell's name.
    private let panelsOfCells = Mutex<[String: [ObjectIdentifier]]>([:])
    private let buttons = Mutex<[String: Widget]>([:])

    init(comms: CommService) { widgets = WidgetService(comms: comms) }

    var hasFrontEnd: Bool { widgets.hasFrontEnd }

    /// A cell is run, perhaps not for the first time: the panels that it made before are gone from the page, and go here too.
    func begin(cell: String?) {
        let old = cell.flatMap { cell in panelsOfCells.withLock { $0.removeValue(forKey: cell) } } ?? []
        for id in old { panels.withLock { $0.removeValue(forKey: id) }?.close(in: widgets) }
    }

    /// The forms of a panel: its widgets, and beside them what other front ends show.
    func forms(of panel: ControlPanel, cell: String?, fallback: DisplayBundle) -> MIMEBundle {
        let id = ObjectIdentifier(panel)
        let known = panels.withLock { $0[id] }
        let shown = known ?? WidgetPanel(panel, widgets: widgets)
        panels.withLock { $0[id] = shown }
        if known == nil, let cell { panelsOfCells.withLock { $0[cell, default: []].append(id) } }
        return fallback.mimeData.merging([Self.type: shown.view]) { $1 }
    }

    /// The forms of a stop button.
    func forms(of button: StopButton, id: String) -> MIMEBundle {
        let known = buttons.withLock { $0[id] }
        let shown =
            known
            ?? widgets.open(
                .button, ["description": "Stop training", "icon": "stop", "button_style": "warning", "disabled": false, "tooltip": "What was learnt is kept"])
        buttons.withLock { $0[id] = shown }
        if known == nil {
            shown.onClick { [weak shown] in
                button.press()
                shown?.set(["disabled": true, "description": "Stopping …"])
                return nil
            }
        }
        return ["text/plain": "", "text/html": "", Self.type: shown.view]
    }

    /// The display of a button shows something else now.
    func withdraw(id: String) {
        if let button = buttons.withLock({ $0.removeValue(forKey: id) }) { widgets.close(button) }
    }

    private static let type = "application/vnd.jupyter.widget-view+json"
}
