import Diffusion
import NeuralNetworks

/// How well an encoder of drawings does on drawings that it has not seen.
package struct DrawingEvaluation {
    /// The share of drawings whose attribute is named rightly, of those in which it can be seen.
    package let accuracies: [(attribute: String, share: Double)]
    /// How often two drawings of one subject are more alike than one of it and one of another subject of its kind.
    package let verification: Double

    package init(_ encoder: DrawingEncoder, on drawings: LabelledDrawings) throws {
        let pictures = try (0..<drawings.count).map(drawings.picture)
        let shares = try encoder.attributes(of: pictures)
        accuracies = drawings.attributes.enumerated().map { place, attribute in
            let seen = drawings.labels.indices.filter { drawings.labels[$0][place] != nil }
            let right = seen.count { index in
                let row = shares[index][place]
                return row.indices.max { row[$0] < row[$1] } == drawings.labels[index][place]
            }
            return (attribute.name, Double(right) / Double(max(seen.count, 1)))
        }
        let kind = drawings.attributes.firstIndex { $0.name == "kind" } ?? 0
        let style = drawings.attributes.firstIndex { $0.name == "style" } ?? 0
        let photos = drawings.labels.indices.filter { drawings.labels[$0][style] == 0 }
        let embeddings = try encoder.embeddings(of: photos.map { pictures[$0] }, interruption: .never)
        verification = Self.areaUnderCurve(
            embeddings, groups: photos.map { drawings.subjects[$0] }, kinds: photos.map { drawings.labels[$0][kind] ?? 0 })
    }

    /// The area under the curve of true against false matches, over all pairs of one kind.
    package static func areaUnderCurve(_ embeddings: [Embedding], groups: [Int], kinds: [Int]) -> Double {
        var (same, other): ([Double], [Double]) = ([], [])
        for first in embeddings.indices {
            for second in embeddings.indices.dropFirst(first + 1) where kinds[first] == kinds[second] {
                let cosine = embeddings[first].cosine(with: embeddings[second])
                if groups[first] == groups[second] { same.append(cosine) } else { other.append(cosine) }
            }
        }
        other.sort()
        let wins = same.reduce(0.0) { $0 + Double(Self.place(of: $1, in: other)) }
        return wins / Double(max(same.count * other.count, 1))
    }

    /// How many of ascending values lie below.
    private static func place(of value: Double, in values: [Double]) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
