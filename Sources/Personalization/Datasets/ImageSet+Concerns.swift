import Diffusion

extension ImageSet {
    /// Something about the pictures that may hurt training.
    public struct Concern: Equatable, Sendable {
        /// The picture it is about, counted from 0; nil where it is about the set.
        public let index: Int?
        public let text: String
    }

    /// What a person should know before training on these pictures with a model of the given size.
    public func concerns(modelSize: Int) -> [Concern] {
        let single = elements.enumerated().flatMap { index, element in
            element.concerns(modelSize: modelSize).map { Concern(index: index, text: $0) }
        }
        return setConcerns + single + duplicates
    }

    private var setConcerns: [Concern] {
        guard count < 3 else { return [] }
        return [Concern(index: nil, text: "only \(count) picture\(count == 1 ? "" : "s"): three to five, taken differently, teach more")]
    }

    /// Pictures that look the same when they are shrunk to a thumbnail.
    private var duplicates: [Concern] {
        let thumbnails = elements.map { try? $0.image.bitmap.resized(width: 8, height: 8, filter: .box) }
        return thumbnails.indices.compactMap { index in
            guard let earlier = thumbnails[..<index].firstIndex(where: { Self.areAlike($0, thumbnails[index]) }) else { return nil }
            return Concern(index: index, text: "nearly the same as picture \(earlier + 1)")
        }
    }

    private static func areAlike(_ first: Bitmap?, _ second: Bitmap?) -> Bool {
        guard let first, let second else { return false }
        let difference = zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return difference < 2 * first.pixels.count
    }
}

extension ImageSet.Element {
    fileprivate func concerns(modelSize: Int) -> [String] {
        let (bitmap, side) = (image.bitmap, size ?? modelSize)
        var texts: [String] = []
        let shorter = min(bitmap.width, bitmap.height)
        if shorter < side { texts.append("\(bitmap.width)×\(bitmap.height) is smaller than the \(side)×\(side) it is enlarged to") }
        if max(bitmap.width, bitmap.height) > shorter * 3 / 2 {
            texts.append(crop == .none ? "squeezed into a square" : "only the middle of its longer side is seen")
        }
        if let range = bitmap.valueRange, range < 16 { texts.append("almost one colour") }
        return texts
    }
}

extension Bitmap {
    fileprivate var valueRange: Int? {
        guard let low = pixels.min(), let high = pixels.max() else { return nil }
        return Int(high) - Int(low)
    }
}
