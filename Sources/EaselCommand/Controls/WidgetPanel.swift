import CellVerbs
import Foundation
import JSONValues
import Jupyter

/// A panel of controls as widgets: the controls on the left, the cell that draws the picture on the right.
///
/// The picture is an ordinary display below them, so that a saved notebook keeps the last one. Where nobody is known to show widgets it is a widget
/// too, above the code: then it costs nothing where nobody does.
final class WidgetPanel: Sendable {
    /// The display of the picture; nil where the picture is one of the widgets.
    let pictureID: String?
    private let box: Widget
    /// Every widget of the panel.
    private let parts: [Widget]
    private let drawing: PanelDrawing

    init(_ panel: ControlPanel, pictureID: String?, widgets: WidgetService) {
        self.pictureID = pictureID
        let wide = widgets.open(.layout, ["width": "340px"])
        let controls = panel.controls.map { ($0, Self.widget(of: $0, layout: wide, in: widgets)) }
        let image = pictureID == nil ? PictureWidget(panel.first, in: widgets) : nil
        let caption = widgets.open(.html, ["value": .string(Self.caption(panel.first.code))])
        let column = widgets.open(.layout, ["flex": "0 0 auto"])
        let left = widgets.open(.verticalBox, ["children": .array(controls.map(\.1.reference)), "layout": column.reference])
        let right = widgets.open(.verticalBox, ["children": .array((image.map { [$0.reference] } ?? []) + [caption.reference])])
        box = widgets.open(.horizontalBox, ["children": [left.reference, right.reference]])
        parts = [wide, caption, column, left, right, box] + controls.map(\.1) + (image?.parts ?? [])
        let drawing = PanelDrawing(panel) { picture, output in
            image?.show(picture)
            if let pictureID { output.updateDisplayData(picture.mimeData, metadata: picture.mimeMetadata, displayID: pictureID) }
            caption.set(["value": .string(Self.caption(picture.code))])
        } say: { text in
            caption.set(["value": .string("<small>\(HTML.escaped(text))</small>")])
        }
        self.drawing = drawing
        for (control, widget) in controls {
            widget.onChange { changes in control.setting(changes).flatMap { drawing.change(control.name, to: $0) } }
        }
    }

    var view: JSONValue { box.view }

    /// What was drawn last.
    var picture: ControlPanel.Picture { drawing.newest }

    /// Takes the panel away, at both ends.
    func close(in widgets: WidgetService) { parts.forEach(widgets.close) }

    private static func caption(_ code: String) -> String { "<code style=\"white-space:pre-wrap;line-height:1.4;display:block\">\(HTML.escaped(code))</code>" }

    private static func widget(of control: ControlPanel.Control, layout: Widget, in widgets: WidgetService) -> Widget {
        let common: JSONObject = ["description": .string(control.label), "layout": layout.reference, "disabled": false]
        func open(_ kind: WidgetKind, _ values: JSONObject) -> Widget { widgets.open(kind, common.merging(values) { $1 }) }
        switch control.kind {
        case .number(let value, let range):
            return open(.boundedIntText, ["value": .int(value), "min": .int(range.lowerBound), "max": .int(range.upperBound), "step": 1])
        case .slider(let value, let range):
            return open(.intSlider, ["value": .int(value), "min": .int(range.lowerBound), "max": .int(range.upperBound), "step": 1, "readout": true])
        case .fineSlider(let value, let range, let step):
            return open(
                .floatSlider,
                [
                    "value": .double(value), "min": .double(range.lowerBound), "max": .double(range.upperBound), "step": .double(step),
                    "readout_format": ".1f", "readout": true,
                ])
        case .choice(let value, let names):
            return open(.dropdown, ["_options_labels": .array(names.map(JSONValue.string)), "index": .int(names.firstIndex(of: value) ?? 0)])
        }
    }
}

/// A picture as a widget.
private struct PictureWidget {
    private let frame: Widget
    private let image: Widget

    init(_ picture: ControlPanel.Picture, in widgets: WidgetService) {
        frame = widgets.open(.layout, ["width": .string("\(picture.shownWidth)px")])
        image = widgets.open(.image, ["format": "png", "width": "", "height": "", "layout": frame.reference], bytes: ["value": picture.bytes])
    }

    var reference: JSONValue { image.reference }
    var parts: [Widget] { [frame, image] }

    func show(_ picture: ControlPanel.Picture) {
        frame.set(["width": .string("\(picture.shownWidth)px")])
        image.set([:], bytes: ["value": picture.bytes])
    }
}

extension ControlPanel.Picture {
    /// Pixels: a large picture leaves room for its controls.
    fileprivate var shownWidth: Int { min(width, 512) }

    /// The picture as a display; in a terminal, the cell that draws it.
    var mimeData: MIMEBundle { ["image/png": .string(Data(bytes).base64EncodedString()), "text/plain": .string(code)] }
    var mimeMetadata: JSONObject { ["image/png": ["width": .int(shownWidth)]] }
}

extension ControlPanel.Control {
    /// Where the control stands after a change of its widget's; nil where it is none, or makes no sense.
    fileprivate func setting(_ changes: JSONObject) -> ControlPanel.Setting? {
        switch kind {
        case .number(_, let range), .slider(_, let range): changes["value"]?.int.flatMap { range.contains($0) ? .int($0) : nil }
        case .fineSlider(_, let range, _): changes["value"]?.double.flatMap { range.contains($0) ? .double($0) : nil }
        case .choice(_, let names): changes["index"]?.int.flatMap { names.indices.contains($0) ? .text(names[$0]) : nil }
        }
    }
}

/// Text as HTML holds it.
private enum HTML {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
