import CellLanguage
import Diffusion
import Easel
import Personalization

/// A ControlNet in a cell.
final class ControlNetObject: TrainableObject {
    static let type = ObjectType(
        "ControlNet", "A network that is shown a picture beside the prompt, and tells the model where things are to be.",
        properties: [
            .init("name", .string, "What recipes and folders call it."), .init("kinds", .array(.string), "What its pictures show, where it is known."),
            .init("parameterCount", .int, "How many numbers it consists of."),
        ], methods: [.showing, .reset(of: "ControlNet")])

    let control: ControlNet
    var thing: any Trainable { control }

    init(_ control: ControlNet) { self.control = control }

    var cellType: ObjectType { Self.type }

    var cellDescription: String {
        let kinds = control.kinds.isEmpty ? "" : " for \(kindNames.joined(separator: ", "))"
        return "ControlNet '\(control.label)'\(kinds) (\(ModelCard.grouped(control.parameterCount)) numbers)"
    }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "name": .string(control.label)
        case "kinds": .list(kindNames.map { .string($0) })
        default: .int(control.parameterCount)
        }
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? ControlNetObject)?.control === control }

    private var kindNames: [String] { control.kinds.map(\.rawValue).sorted() }
}
