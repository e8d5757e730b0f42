import FoundationEssentials
import JSONValues
import NeuralNetworks
import Tensors

/// A LoRA on disk, in any of the dialects that are in use.
///
/// Source: diffusers' `pytorch_lora_weights.safetensors` (several spellings of keys over the years), PEFT's `adapter_model.safetensors`, and the files
/// of kohya's scripts, which the web interfaces read.
public struct LoRAFile {
    public let path: String
    private let checkpoint: Checkpoint
    private let scales: LoRAScales

    /// What a folder may call the file; the first counts.
    static let names = ["pytorch_lora_weights.safetensors", "adapter_model.safetensors", "pytorch_lora_weights.bin", "adapter_model.bin"]

    /// Opens a file, or the one in a folder.
    ///
    /// - Throws: `PersonalizationError.notAnAdapterFile`, `NeuralNetworksError`.
    public init(path: String) throws {
        self.path = try AdapterFolder.file(at: path, names: Self.names)
        checkpoint = try Checkpoint(path: self.path)
        scales = try LoRAScales(metadata: checkpoint.metadata, folder: URL(filePath: self.path).deletingLastPathComponent().path)
    }

    /// The file's tensors for the layers of a model.
    ///
    /// - Parameter model: the model's name, for errors.
    /// - Throws: `PersonalizationError.unmatchedKeys` with every key that belongs to no layer, `.foreignAdapter` for one of another family.
    public func layers(for targets: [AdaptableLayer], model: String) throws -> [LoRA.Layer] {
        let names = AdapterNames(targets)
        var parts: [String: Parts] = [:]
        var unmatched: [String] = []
        for key in checkpoint.entries.keys.sorted() {
            guard let known = LoRAKey(key), let layer = names.layer(known.layer) else {
                unmatched.append(key)
                continue
            }
            parts[layer.name, default: Parts(layer: layer)].keys[known.role] = key
        }
        unmatched += parts.values.filter { !$0.isWhole }.flatMap(\.keys.values)
        let family = AdapterFamily(targets: targets, model: model, path: path)
        if let reason = family.anotherFamily(of: checkpoint.entries.keys) { throw PersonalizationError.notAnAdapterFile(path: path, reason: reason) }
        let found = targets.compactMap { parts[$0.name] }.filter(\.isWhole)
        for part in found { try family.check(part.layer, inputs: part.inputs(in: checkpoint)) }
        guard unmatched.isEmpty, !found.isEmpty else { throw PersonalizationError.unmatchedKeys(path: path, keys: unmatched.sorted(), model: model) }
        return try found.map(layer)
    }

    /// The keys of one layer.
    private struct Parts {
        let layer: AdaptableLayer
        var keys: [LoRAKey.Role: String] = [:]

        var isWhole: Bool { keys[.down] != nil && keys[.up] != nil }

        func inputs(in checkpoint: Checkpoint) -> Int? {
            keys[.down].flatMap { checkpoint.entries[$0]?.shape }.flatMap { $0.count > 1 ? $0[1] : nil }
        }
    }

    private func layer(_ parts: Parts) throws -> LoRA.Layer {
        let (down, up) = (try tensor(parts.keys[.down]), try tensor(parts.keys[.up]))
        let (rank, shape) = (down.shape.first ?? 0, parts.layer.weight.shape)
        let expected = (down: [rank] + shape.dropFirst(), up: [shape[0], rank] + shape.dropFirst(2).map { _ in 1 })
        // A linear layer may be written as a 1×1 convolution, and the other way round.
        guard rank > 0, Self.squeezed(down.shape) == Self.squeezed(expected.down), Self.squeezed(up.shape) == Self.squeezed(expected.up) else {
            throw PersonalizationError.notAnAdapterFile(
                path: path, reason: "its matrices for \(parts.layer.name) are \(up.shape) and \(down.shape); the layer's weight is \(shape)")
        }
        let alpha = try parts.keys[.alpha].map { try tensor($0).reshaped([-1])[0].item } ?? scales.alpha(of: parts.layer, rank: rank)
        guard alpha.isFinite, alpha > 0, down.scalars.allSatisfy(\.isFinite), up.scalars.allSatisfy(\.isFinite) else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "its numbers for \(parts.layer.name) are not finite, or its alpha is not above 0")
        }
        return LoRA.Layer(parts.layer, down: down.reshaped(expected.down), up: up.reshaped(expected.up), alpha: alpha)
    }

    private func tensor(_ key: String?) throws -> Tensor {
        guard let key, let tensor = try checkpoint.tensor(key), tensor.count > 0 else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "'\(key ?? "")' holds nothing")
        }
        return tensor
    }

    private static func squeezed(_ shape: [Int]) -> [Int] { shape.count == 4 && shape[2] == 1 && shape[3] == 1 ? Array(shape.prefix(2)) : shape }
}
