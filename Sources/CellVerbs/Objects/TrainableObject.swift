import CellLanguage
import Personalization

/// A thing in a cell that `train` takes.
protocol TrainableObject: CellObject {
    var thing: any Trainable { get }
}

extension NativeFunction {
    /// Starting over, as every such thing can.
    static func reset(of type: String) -> NativeFunction {
        NativeFunction("reset", [], result: .object(type), "Starts over: forgets what was learnt.") { call in
            let object = try call.receiver(as: (any TrainableObject).self)
            return try call.translatingErrors {
                try object.thing.reset()
                return .object(object)
            }
        }
    }
}
