public import FoundationEssentials
import JSONValues
public import Tensors

/// Writes float32 tensors as a safetensors file: to a temporary neighbour first, then renamed, so a reader never meets half a file.
///
/// Source: the safetensors format; keys are sorted and the header is padded with spaces to eight bytes as its own writer does.
public enum SafetensorsWriter {
    /// - Throws: `unwritableFile`, naming the path; `invalidArgument` for a key that the format keeps for itself.
    public static func write(_ tensors: [String: Tensor], metadata: [String: String] = ["format": "pt"], to path: String) throws {
        let data = try data(tensors, metadata: metadata)
        do {
            try data.write(to: URL(filePath: path), options: [.atomic])
        } catch {
            throw NeuralNetworksError.unwritableFile(path: path, reason: "\(error)")
        }
    }

    /// The bytes of the file.
    ///
    /// - Throws: `invalidArgument` for a key that the format keeps for itself.
    public static func data(_ tensors: [String: Tensor], metadata: [String: String]) throws -> Data {
        guard tensors["__metadata__"] == nil else {
            throw NeuralNetworksError.invalidArgument(name: "key", expected: "another than that of a safetensors header", found: "'__metadata__'")
        }
        let keys = tensors.keys.sorted()
        var header: [String: JSONValue] = [:]
        if !metadata.isEmpty { header["__metadata__"] = .object(metadata.mapValues(JSONValue.string)) }
        var offset = 0
        for key in keys {
            guard let tensor = tensors[key] else { continue }
            let end = offset + tensor.count * 4
            header[key] = ["dtype": "F32", "shape": .array(tensor.shape.map(JSONValue.int)), "data_offsets": [.int(offset), .int(end)]]
            offset = end
        }
        var text = JSONValue.object(header).serialized()
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        var result = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
        result.append(contentsOf: text)
        for key in keys { tensors[key]?.withScalars { result.append(Data(buffer: $0)) } }
        return result
    }
}
