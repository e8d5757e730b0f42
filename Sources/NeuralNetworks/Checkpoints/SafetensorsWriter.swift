import JSONValues
public import Tensors

/// Writes tensors as a safetensors file: to a neighbour first, then renamed, so a reader never meets half a file.
///
/// Source: the safetensors format; wide types come first, then keys in order, and the header is padded with spaces to eight bytes as its own writer does.
public enum SafetensorsWriter {
    /// - Parameters:
    ///   - types: how tensors are stored, by key; float32 for those that are not named. Integers are no type for them.
    ///   - interruption: looked at before every tensor.
    /// - Throws: `unwritableFile`, naming the path; `invalidArgument` for a key that the format keeps for itself.
    public static func write(
        _ tensors: [String: Tensor], types: [String: StorageType] = [:], metadata: [String: String] = ["format": "pt"], to path: String,
        interruption: Interruption = .never
    ) throws {
        guard tensors["__metadata__"] == nil else {
            throw NeuralNetworksError.invalidArgument(name: "key", expected: "another than that of a safetensors header", found: "'__metadata__'")
        }
        let type = { (key: String) in types[key].flatMap { $0.isFloatingPoint ? $0 : nil } ?? .float32 }
        let ordered = tensors.sorted { (type($1.key).size, $0.key) < (type($0.key).size, $1.key) }
        let file = try FileWriter(path: path)
        try file.write(header(of: ordered.map { ($0.key, type($0.key), $0.value.shape) }, metadata: metadata))
        for (key, tensor) in ordered {
            try interruption.check()
            try tensor.withScalars { scalars in try file.write(type(key).narrow(scalars)) }
        }
        try file.finish()
    }

    private static func header(of tensors: [(key: String, type: StorageType, shape: [Int])], metadata: [String: String]) -> [UInt8] {
        var header: [String: JSONValue] = [:]
        if !metadata.isEmpty { header["__metadata__"] = .object(metadata.mapValues(JSONValue.string)) }
        var offset = 0
        for (key, type, shape) in tensors {
            let end = offset + shape.reduce(1, *) * type.size
            header[key] = ["dtype": .string(type.rawValue), "shape": .array(shape.map(JSONValue.int)), "data_offsets": [.int(offset), .int(end)]]
            offset = end
        }
        var text = JSONValue.object(header).serialized()
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
    }
}
