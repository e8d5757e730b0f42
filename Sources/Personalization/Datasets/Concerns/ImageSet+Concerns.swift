import Diffusion

extension ImageSet {
    /// Something about the pictures that may hurt training.
    public struct Concern: Equatable, Sendable {
        /// The picture it is about, counted from 0; nil where it is about the set.
        public let index: Int?
        public let text: String
    }

    /// What a person should know before training on these pictures with a model of the given size.
    ///
    /// What is found is found by measuring pixels. A pose that repeats, a face turned away or a subject half hidden is beyond that: `unseen` says so.
    ///
    /// - Parameter step: of the widths and heights of pictures that are no squares.
    public func concerns(modelSize: Int, step: Int = 64) -> [Concern] {
        let single = elements.enumerated().flatMap { index, element in
            element.concerns(modelSize: modelSize, step: step).map { Concern(index: index, text: $0) }
        }
        return setConcerns + single + duplicates
    }

    /// What no measure here can tell.
    public static let unseen = "Not looked for: a pose or an expression that repeats, a subject that is half hidden, small or faint writing."

    /// What is being learnt, as far as the prompts say.
    public enum Purpose: Sendable {
        case object
        case style

        /// The fewest that sources take.
        var least: Int { self == .object ? 3 : 5 }

        /// How many pictures teach it, by what its sources report.
        ///
        /// Sources: Ruiz et al. 2023, "DreamBooth" (3 to 5 of an object); jina-ai's BIG metamodel (5 to 8 of a dog); a DreamBooth case study
        /// (20 to 24 of a face).
        public var advice: String {
            switch self {
            case .object: "sources take 3 to 8 of an object or an animal, and 20 to 24 of a face"
            case .style: "sources take 5 to 20 of a style, of different things"
            }
        }
    }

    /// A set is of a style where its prompts are.
    public var purpose: Purpose {
        let prompts = elements.flatMap(\.image.prompts)
        return !prompts.isEmpty && prompts.allSatisfy { $0.contains("style") || PromptTemplates.style.prompts.contains($0) } ? .style : .object
    }

    private var setConcerns: [Concern] {
        let few = count < purpose.least ? ["only \(count) picture\(count == 1 ? "" : "s"): \(purpose.advice)"] : []
        return (few + SceneVariety(elements.map(\.image.bitmap)).concerns(of: purpose)).map { Concern(index: nil, text: $0) }
    }

    /// Pictures that look the same when they are shrunk to a thumbnail, whatever their size, brightness and compression, or mirrored.
    private var duplicates: [Concern] {
        let prints = elements.map { PerceptualPrint($0.image.bitmap) }
        return prints.indices.compactMap { index in
            guard let earlier = prints[..<index].firstIndex(where: { $0.isAlike(prints[index]) }) else { return nil }
            return Concern(index: index, text: "nearly the same as picture \(earlier + 1)")
        }
    }
}

extension ImageSet.Element {
    fileprivate func concerns(modelSize: Int, step: Int) -> [String] {
        let (bitmap, size) = (image.bitmap, size(modelSize: modelSize, step: step))
        let part = bitmap.largestPart(shapedAs: size)
        var texts: [String] = []
        if part.width < size.width { texts.append("\(bitmap.width)×\(bitmap.height) is smaller than the \(size) it is enlarged to") }
        if bitmap.width * bitmap.height > part.width * part.height * 3 / 2 {
            texts.append(crop == .none ? "squeezed into a square" : "only the middle of its longer side is seen")
        }
        if image.isTransparent { texts.append("its background is transparent: what lies behind is learnt; images(…, background:) fills it with a colour") }
        let look = PictureLook(bitmap, side: min(size.width, size.height))
        guard look.valueRange >= 16 else { return texts + ["almost one colour"] }
        if look.isBlurred { texts.append("blurred: the model learns the blur") }
        if let border = look.border { texts.append("has a border (\(border)): the model learns it; crop it away") }
        if look.isOffCentre { texts.append("what is to be seen lies far from the middle") }
        if look.hasWriting { texts.append("seems to hold writing: a text or a watermark is learnt with the rest") }
        return texts
    }
}
