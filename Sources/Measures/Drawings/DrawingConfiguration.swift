import Foundation
public import JSONValues
public import NeuralNetworks

/// The shape of an encoder of drawings, and what it was taught to name.
public struct DrawingConfiguration: Equatable, Sendable {
    /// Something about a drawing, one of a few values: its kind, its colour, the pattern on it.
    public struct Attribute: Equatable, Sendable {
        public let name: String
        public let values: [String]

        public init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// Side of the square that it takes, in pixels.
    public var size: Int
    /// Channels at a half, a quarter, an eighth and once more an eighth of the size.
    public var widths: [Int]
    /// Width of the vector that stands for what is drawn.
    public var embeddingWidth: Int
    public var attributes: [Attribute]

    public init(
        size: Int = 64, widths: [Int] = [24, 48, 96, 128], embeddingWidth: Int = 128, attributes: [Attribute]
    ) {
        self.size = size
        self.widths = widths
        self.embeddingWidth = embeddingWidth
        self.attributes = attributes
    }

    /// - Throws: `NeuralNetworksError.unsupportedConfiguration`.
    public init(_ file: ConfigurationFile) throws {
        size = try file.count("size")
        widths = try file.counts("widths", length: 4)
        embeddingWidth = try file.count("embedding_width")
        guard (16...1024).contains(size), size.isMultiple(of: 16) else {
            throw file.unsupported("size", expected: "a multiple of 16 up to 1024", found: .int(size))
        }
        guard widths.allSatisfy({ $0.isMultiple(of: 8) && $0 <= 4096 }) else {
            throw file.unsupported("widths", expected: "multiples of 8 up to 4096", found: file.members["widths"])
        }
        attributes = try (file.members["attributes"]?.array ?? []).map { member in
            guard let name = member["name"]?.string, let values = member["values"]?.array?.compactMap(\.string), values.count > 1 else {
                throw file.unsupported("attributes", expected: "a list of names with at least two values each", found: member)
            }
            return Attribute(name: name, values: values)
        }
    }

    /// The content of `config.json`.
    public var json: JSONValue {
        [
            "model_type": "easel_drawings", "size": .int(size), "widths": .array(widths.map(JSONValue.int)), "embedding_width": .int(embeddingWidth),

            "attributes": .array(attributes.map { ["name": .string($0.name), "values": .array($0.values.map(JSONValue.string))] }),
        ]
    }
}
