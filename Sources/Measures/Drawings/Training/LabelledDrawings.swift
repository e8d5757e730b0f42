package import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors

/// Drawings with what is known of each: which subject it shows, and the value of each attribute.
///
/// A folder of strips, pictures of one size one below the other, named in their order, with `labels.json` beside them: `size`, `columns` (`subject`,
/// then the attributes), `names` (the values of each attribute) and `labels`, a row a picture; −1 stands for what can't be seen.
package struct LabelledDrawings {
    package let size: Int
    package let attributes: [DrawingConfiguration.Attribute]
    /// Which subject each picture shows.
    let subjects: [Int]
    /// The value of each attribute of each picture; nil for what can't be seen.
    let labels: [[Int?]]
    private let strips: [Bitmap]
    private let perStrip: Int

    /// - Throws: `MeasuresError.notAnEncoder`, `ImageError`, `NeuralNetworksError`.
    package init(folder: String) throws {
        let file = try ConfigurationFile(path: "\(folder)/labels.json")
        size = try file.count("size")
        let columns = (file.members["columns"]?.array ?? []).compactMap(\.string)
        attributes = columns.dropFirst().map { name in
            DrawingConfiguration.Attribute(name: name, values: (file.members["names"]?[name]?.array ?? []).compactMap(\.string))
        }
        let rows = (file.members["labels"]?.array ?? []).compactMap { $0.array?.compactMap(\.int) }
        guard columns.first == "subject", !rows.isEmpty, rows.allSatisfy({ $0.count == columns.count }) else {
            throw file.unsupported("labels", expected: "a row a picture: a subject, then a number an attribute", found: nil)
        }
        subjects = rows.map { $0[0] }
        let counts = attributes.map(\.values.count)
        labels = rows.map { row in zip(row.dropFirst(), counts).map { (0..<$1).contains($0) ? $0 : nil } }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") }.sorted()
        strips = try names.map { try ImageFile(path: "\(folder)/\($0)").bitmap }
        perStrip = (strips.first?.height ?? 0) / size
        guard strips.allSatisfy({ $0.width == size }), strips.reduce(0, { $0 + $1.height / size }) == rows.count else {
            throw file.unsupported("labels", expected: "as many rows as there are pictures of \(size)×\(size)", found: .int(rows.count))
        }
    }

    package var count: Int { subjects.count }

    /// - Throws: never for an index below `count`.
    package func picture(_ index: Int) throws -> Bitmap {
        try strips[index / perStrip].cropped(x: 0, y: index % perStrip * size, width: size, height: size)
    }
}
