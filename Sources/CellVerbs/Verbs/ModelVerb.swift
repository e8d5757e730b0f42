import CellLanguage
import Easel

/// A verb that acts on a model, declared once: a free function for the current model, and a method of every model.
struct ModelVerb: Sendable {
    let name: String
    let parameters: [Parameter]
    let result: ValueType
    let documentation: String
    /// Arguments of a later version, refused by name until then.
    let announced: [String]
    let body: @Sendable (Model, Call) throws -> Value

    init(
        _ name: String, _ parameters: [Parameter], result: ValueType = .nothing, _ documentation: String,
        announced: [String] = [], body: @escaping @Sendable (Model, Call) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.documentation = Examples.documentation(documentation, of: name)
        self.announced = announced
        self.body = body
    }

    func function(of engine: EaselSession) -> NativeFunction {
        NativeFunction(name, parameters, result: result, topic: "Verbs", documentation, announced: announcements) { call in
            try call.translatingErrors { try body(try engine.model(), call) }
        }
    }

    private var announcements: [String: String] {
        Dictionary(uniqueKeysWithValues: announced.map { ($0, "'\($0)' of \(name) is not in this version of Easel yet") })
    }

    var method: NativeFunction {
        NativeFunction(name, parameters, result: result, topic: "Verbs", documentation, announced: announcements) { call in
            try call.translatingErrors { try body(try call.receiver(as: ModelObject.self).model, call) }
        }
    }
}

extension NativeFunction {
    /// A verb that needs no model.
    static func verb(
        _ name: String, _ parameters: [Parameter], result: ValueType = .nothing, _ documentation: String,
        body: @escaping @Sendable (Call) throws -> Value
    ) -> NativeFunction {
        NativeFunction(name, parameters, result: result, topic: "Verbs", Examples.documentation(documentation, of: name)) { call in
            try call.translatingErrors { try body(call) }
        }
    }
}
