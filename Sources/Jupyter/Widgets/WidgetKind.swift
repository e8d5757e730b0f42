import JSONValues

/// A kind of widget, by the names that ipywidgets gives to its model and its view.
///
/// Source: ipywidgets' packages/schema/jupyterwidgetmodels.v8.md.
public struct WidgetKind: Sendable, Hashable {
    private let name: String
    private let view: String
    private let module: String

    /// A control, such as `IntSlider`; `view` where it is not named alike.
    init(_ name: String, view: String? = nil, module: String = "@jupyter-widgets/controls") {
        self.name = name
        self.view = view ?? name
        self.module = module
    }

    public static let intSlider = WidgetKind("IntSlider")
    public static let floatSlider = WidgetKind("FloatSlider")
    public static let boundedIntText = WidgetKind("BoundedIntText", view: "IntText")
    public static let dropdown = WidgetKind("Dropdown")
    public static let button = WidgetKind("Button")
    public static let html = WidgetKind("HTML")
    public static let image = WidgetKind("Image")
    public static let horizontalBox = WidgetKind("HBox")
    public static let verticalBox = WidgetKind("VBox")
    public static let layout = WidgetKind("Layout", module: "@jupyter-widgets/base")

    private static let version: JSONValue = "2.0.0"

    /// What a state says of its kind.
    var identity: JSONObject {
        [
            "_model_module": .string(module), "_model_module_version": Self.version, "_model_name": .string("\(name)Model"),
            "_view_module": .string(module), "_view_module_version": Self.version, "_view_name": .string("\(view)View"), "_view_count": .null,
        ]
    }

    /// The same as the control channel says it.
    var model: JSONObject {
        ["model_name": .string("\(name)Model"), "model_module": .string(module), "model_module_version": Self.version]
    }
}
