import CellLanguage
import Easel
import Personalization

/// A ControlNet with what it is shown, in a cell.
final class ControlObject: CellObject {
    static let type = ObjectType(
        "Control", "A ControlNet with what it is shown, as `sample(…, control:)` takes it.",
        properties: [
            .init("name", .string, "The net's."), .init("weight", .double, "How strongly it steers."),
            .init("start", .double, "The share of the steps after which it begins."), .init("end", .double, "The share of the steps after which it ends."),
        ])

    let control: Control

    init(_ control: Control) { self.control = control }

    var cellType: ObjectType { Self.type }

    var cellDescription: String {
        let pictures = control.images.count == 1 ? "a picture" : "\(control.images.count) pictures"
        return "Control '\(control.net?.label ?? "")' by \(pictures), weight \(control.weight), from \(control.start) to \(control.end) of the steps"
    }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "name": .string(control.net?.label ?? "")
        case "weight": .double(control.weight)
        case "start": .double(control.start)
        default: .double(control.end)
        }
    }
}

extension NativeFunction {
    /// `net(picture, weight: 0.8)`: a ControlNet is called like a function, as in Swift.
    static let showing = NativeFunction(
        "callAsFunction",
        [
            .positional("picture", .oneOf([.object("Image"), .array(.object("Image"))]), "What it is shown: one picture, or one for each prompt."),
            .named("weight", .double, default: 1.0, "How strongly it steers: what it adds is multiplied by this."),
            .named("start", .double, default: 0.0, "The share of the steps after which it begins.", in: .within(0...1)),
            .named("end", .double, default: 1.0, "The share of the steps after which it ends.", in: .within(0...1)),
        ], result: .object("Control"),
        "The net with what it is shown, as `sample(…, control:)` takes it: `net(picture)`, `net(picture, weight: 0.8, end: 0.5)`."
    ) { call in
        let net = try call.receiver(as: ControlNetObject.self).control
        return try .object(
            ControlObject(
                Control(call.drawn("picture"), by: net, weight: call.double("weight"), start: call.double("start"), end: call.double("end"))))
    }
}

extension Verbs {
    /// What steers a drawing.
    private static let controlType = ValueType.oneOf([.object("Control"), .object("Image")])

    /// The arguments of drawing verbs that steer by pictures.
    static let controlParameters: [Parameter] = [
        .named(
            "control", .oneOrMany(controlType), default: .list([]),
            "What steers: net(picture, weight: 0.8, start: 0, end: 0.8), or a detector's picture alone for the ControlNet of its kind; a list for several at once."
        ),
        .named("guess", .bool, default: false, "With control: whether the pictures say all, and the prompt need not."),
    ]
}

extension Call {
    /// What an argument steers by, in order.
    func controls(_ name: String) throws -> [Control] { try list(name).compactMap(\.asControl) }
}

extension Value {
    /// A control, or a picture for the net that fits it.
    var asControl: Control? { asObject(ControlObject.self)?.control ?? asObject(ImageObject.self).map { Control([$0.image]) } }
}
