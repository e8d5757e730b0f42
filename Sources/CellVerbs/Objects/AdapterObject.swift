import CellLanguage
import Easel
import Personalization

/// A LoRA or an OFT in a cell, and how strongly it is wanted.
final class AdapterObject: TrainableObject {
    static let type = ObjectType(
        "Adapter",
        "A small change to a model, learnt from pictures and kept apart from it: a LoRA or an OFT. Times a number it is used that strongly: `a * 0.7`.",
        properties: [
            .init("name", .string, "What recipes and folders call it."), .init("method", .string, "LoRA or OFT."),
            .init("strength", .double, "How strongly it is used, 1 unless it was multiplied."),
            .init("rank", .optional(.int), "Of a LoRA: how narrow its matrices are."), .init("alpha", .optional(.double), "Of a LoRA."),
            .init("blockSize", .optional(.int), "Of an OFT: side of the rotated blocks."),
            .init("layerCount", .int, "How many layers it changes."), .init("parameterCount", .int, "How many numbers it consists of."),
        ],
        methods: [.reset(of: "Adapter"), energy])

    let adapter: any Adapter
    private let strength: Double
    var thing: any Trainable { adapter }
    var use: AdapterUse { AdapterUse(adapter, strength: strength) }

    init(_ adapter: any Adapter, strength: Double = 1) { (self.adapter, self.strength) = (adapter, strength) }

    var cellType: ObjectType { Self.type }

    var cellDescription: String {
        let size =
            (adapter as? LoRA).map { "rank \($0.rank)" } ?? (adapter as? OFT).map { "blocks of \($0.blockSizes.map(String.init).joined(separator: ", "))" }
            ?? ""
        let times = strength == 1 ? "" : " * \(strength)"
        return
            "\(adapter.method.name) '\(adapter.label)'\(times) (\(size), \(ModelCard.grouped(adapter.parameterCount)) numbers for \(adapter.targets.count) layers)"
    }

    func cellProperty(_ name: String) throws -> Value {
        let (lora, oft) = (adapter as? LoRA, adapter as? OFT)
        return switch name {
        case "name": .string(adapter.label)
        case "method": .string(adapter.method.name)
        case "strength": .double(strength)
        case "rank": lora.map { Value.int($0.rank).wrapped } ?? .nil
        case "alpha": lora.map { Value.double(Double($0.alpha)).wrapped } ?? .nil
        case "blockSize": oft.map { Value.int($0.settings.blockSize).wrapped } ?? .nil
        case "layerCount": .int(adapter.targets.count)
        default: .int(adapter.parameterCount)
        }
    }

    func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) throws -> Value? {
        guard symbol == "*", let factor = other.asDouble else { return nil }
        return .object(AdapterObject(adapter, strength: strength * factor))
    }

    func isCellEqual(to other: any CellObject) -> Bool {
        guard let other = other as? AdapterObject else { return false }
        return other.adapter === adapter && other.strength == strength
    }

    private static let energy = NativeFunction(
        "hypersphericalEnergy", [], result: .tuple([.init("before", .double), .init("after", .double)]),
        "How evenly the rows of the layers' weights are spread over directions, without the adapter and with it: an OFT leaves it as it is."
    ) { call in
        let energies = try call.receiver(as: AdapterObject.self).adapter.hypersphericalEnergies()
        return .labelled(["before": .double(energies.before), "after": .double(energies.after)])
    }
}

extension Call {
    /// The adapters of an argument, each as strongly as it is wanted.
    func adapters(_ name: String) throws -> [AdapterUse] { try list(name).compactMap { $0.asObject(AdapterObject.self)?.use } }
}
