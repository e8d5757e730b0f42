import CellVerbs
import Foundation
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

    /// Shows a panel: its widgets, and beside them what other front ends show.
    func show(_ panel: ControlPanel, of cell: String?, fallback: DisplayBundle, on output: any ExecutionOutput) {
        let shown = widgetPanel(panel, of: cell)
        guard let pictureID = shown.pictureID else {
            return output.displayData(fallback.mimeData.merging([Self.type: shown.view]) { $1 }, metadata: fallback.mimeMetadata, displayID: nil)
        }
        output.displayData(Self.withoutOtherForms(shown.view), metadata: [:], displayID: nil)
        output.displayData(shown.picture.mimeData, metadata: shown.picture.mimeMetadata, displayID: pictureID)
    }

    private func widgetPanel(_ panel: ControlPanel, of cell: String?) -> WidgetPanel {
        let id = ObjectIdentifier(panel)
        if let known = panels.withLock({ $0[id] }) { return known }
        let new = WidgetPanel(panel, pictureID: hasFrontEnd ? "panel-\(UUID().uuidString)" : nil, widgets: widgets)
        panels.withLock { $0[id] = new }
        if let cell { panelsOfCells.withLock { $0[cell, default: []].append(id) } }
        return new
    }

    /// What is nothing to see where widgets are not shown.
    private static func withoutOtherForms(_ view: JSONValue) -> MIMEBundle { ["text/plain": "", "text/html": "", type: view] }

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
        return Self.withoutOtherForms(shown.view)
    }

    /// The display of a button shows something else now.
    func withdraw(id: String) {
        if let button = buttons.withLock({ $0.removeValue(forKey: id) }) { widgets.close(button) }
    }

    private static let type = "application/vnd.jupyter.widget-view+json"
}
