import CellLanguage
import Easel

/// A model in a cell; every verb is a method of it too.
class ModelObject: CellObject {
    let model: Model
    let cellType: ObjectType

    init(_ model: Model, type: ObjectType) {
        self.model = model
        cellType = type
    }

    static func type(methods: [NativeFunction]) -> ObjectType {
        ObjectType(
            "Model", "A loaded model.",
            properties: [
                .init("name", .string, "What it is called."), .init("kind", .string, "The family it belongs to."),
                .init("size", .int, "Side of the pictures it was trained on, in pixels."),
                .init("parameterCount", .int, "Weights of all parts."), .init("tokens", .array(.object("Token")), "What was added to it."),
                .init("controlNets", .array(.object("ControlNet")), "Those that came with it, and those that were made or loaded."),
                .init("hash", .string, "SHA-256 of its weights."),
            ], methods: methods + [reset])
    }

    private static let reset = NativeFunction(
        "reset", [], result: .object("Model"), "Brings the checkpoint's weights back, whatever was trained or merged into them; tokens and adapters stay."
    ) { call in
        let object = try call.receiver(as: ModelObject.self)
        return try call.translatingErrors {
            try object.model.reset()
            return .object(object)
        }
    }

    var cellDescription: String { "Model \(model.name) (\(model.kind), \(model.size)×\(model.size))" }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "name": .string(model.name)
        case "kind": .string(model.kind)
        case "size": .int(model.size)
        case "parameterCount": .int(model.parameterCount)
        case "hash": .string(model.hash)
        case "controlNets": .list(try model.allControlNets().map { .object(ControlNetObject($0)) })
        default: .list(model.tokens.map { .object(TokenObject($0)) })
        }
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? ModelObject)?.model === model }
}
