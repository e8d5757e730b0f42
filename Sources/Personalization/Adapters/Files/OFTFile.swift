import FoundationEssentials
import JSONValues
import NeuralNetworks
import Tensors

/// An OFT adapter on disk: a folder with PEFT's `adapter_model.safetensors` and `adapter_config.json`.
public struct OFTFile {
    public let path: String
    public let settings: OFT.Settings
    private let checkpoint: Checkpoint

    static let weights = "adapter_model.safetensors"

    /// Opens a folder, or the file of weights in it.
    ///
    /// - Throws: `PersonalizationError.notAnAdapterFile`, `NeuralNetworksError`.
    public init(path: String) throws {
        self.path = try AdapterFolder.file(at: path, names: [Self.weights])
        checkpoint = try Checkpoint(path: self.path)
        guard let configuration = try AdapterFolder.configuration(in: URL(filePath: self.path).deletingLastPathComponent().path) else {
            throw PersonalizationError.notAnAdapterFile(
                path: self.path, reason: "there is no adapter_config.json beside it, which says how the rotations are made of its numbers")
        }
        guard configuration["peft_type"]?.string == "OFT" else {
            throw PersonalizationError.notAnAdapterFile(
                path: self.path, reason: "its adapter_config.json is of type \(configuration["peft_type"] ?? .null), not OFT")
        }
        settings = Self.settings(configuration)
    }

    /// Whether a file holds rotations.
    static func isOne(_ path: String) -> Bool {
        guard let file = try? AdapterFolder.file(at: path, names: [weights]), let checkpoint = try? Checkpoint(path: file) else { return false }
        return checkpoint.entries.keys.contains { $0.contains(".oft_R.") }
    }

    private static func settings(_ configuration: JSONValue) -> OFT.Settings {
        let terms = configuration["num_cayley_neumann_terms"]?.int ?? 5
        let isConstrained = configuration["coft"]?.bool == true
        return OFT.Settings(
            blockSize: configuration["oft_block_size"]?.int ?? 0, constraint: isConstrained ? .peft(configuration["eps"]?.double ?? 6e-5) : nil,
            isShared: configuration["block_share"]?.bool ?? false,
            form: configuration["use_cayley_neumann"]?.bool ?? true ? .neumann(terms: terms) : .exact)
    }

    /// The file's rotations for the layers of a model.
    ///
    /// - Throws: `PersonalizationError.unmatchedKeys`, `.foreignAdapter`, `.notAnAdapterFile`.
    public func layers(for targets: [AdaptableLayer], model: String) throws -> [OFT.Layer] {
        let (names, family) = (AdapterNames(targets), AdapterFamily(targets: targets, model: model, path: path))
        var found: [String: OFT.Layer] = [:]
        var unmatched: [String] = []
        for key in checkpoint.entries.keys.sorted() {
            let name = [".oft_R.default.weight", ".oft_R.weight"].first(where: key.hasSuffix).map { String(key.dropLast($0.count)) }
            guard let layer = name.flatMap(names.layer), !layer.isConvolution else {
                unmatched.append(key)
                continue
            }
            found[layer.name] = try self.layer(layer, key: key, family)
        }
        let layers = targets.compactMap { found[$0.name] }
        guard unmatched.isEmpty, !layers.isEmpty else { throw PersonalizationError.unmatchedKeys(path: path, keys: unmatched, model: model) }
        return layers
    }

    private func layer(_ target: AdaptableLayer, key: String, _ family: AdapterFamily) throws -> OFT.Layer {
        guard let skew = try checkpoint.tensor(key), skew.rank == 2 else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "'\(key)' is no list of rows; files of PEFT before 0.18 are of another kind")
        }
        let count = skew.shape[1]
        let size = (2...1024).first { SkewSymmetric.count($0) >= count } ?? 0
        let inputs = settings.isShared ? target.inputs : skew.shape[0] * size
        if inputs != target.inputs { try family.check(target, inputs: inputs) }
        guard SkewSymmetric.count(size) == count, inputs == target.inputs, inputs.isMultiple(of: size), !settings.isShared || skew.shape[0] == 1 else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "'\(key)' has shape \(skew.shape); the layer has \(target.inputs) inputs")
        }
        guard skew.scalars.allSatisfy(\.isFinite) else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "'\(key)' holds numbers that are not finite")
        }
        return OFT.Layer(target, skew: skew, blockSize: size)
    }
}
