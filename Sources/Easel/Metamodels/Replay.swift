import Diffusion
import NeuralNetworks
package import Personalization

/// The pictures that keep a metamodel from forgetting while it learns a subject.
///
/// Earlier subjects are shown by their real pictures, again and again until their share is full; categories by pictures that the checkpoint drew of them
/// before anything was learnt, so that lessons don't wear them down.
///
/// Source: jina's BIG metamodel, which draws from the checkpoint as well; here pictures are drawn with the prompt that they then teach.
package struct Replay {
    package let allocation: PriorAllocation
    private let metamodel: Metamodel
    private let model: Model

    package init(of subject: Subject, pictures: Int, metamodel: Metamodel, model: Model) {
        allocation = metamodel.allocation(for: subject.category, learning: subject.identifier, pictures: pictures)
        (self.metamodel, self.model) = (metamodel, model)
    }

    /// - Throws: what the interruption throws; `PersonalizationError.archive`.
    package func set() throws -> ImageSet {
        model.session.emit(.allocation(allocation))
        let shares = allocation.shares.filter { $0.count > 0 }
        let drawn = try model.asPretrained(where: shares.contains { isMissing($0) }) {
            try shares.filter { $0.identifier == nil }.map { ($0.category, try pictures(of: $0).set(of: $0.count)) }
        }
        let byCategory = Dictionary(drawn) { first, _ in first }
        let sets = try shares.compactMap { try $0.identifier == nil ? byCategory[$0.category] : real($0) }
        return try sets.reduce(ImageSet([]), +)
    }

    private func pictures(of share: PriorAllocation.Share) -> PriorPictures {
        let name = "\(RunFolder.stem(of: share.prompt))-\(metamodel.record.base.hash.prefix(12))"
        return PriorPictures(prompt: share.prompt, of: model, folder: "\(metamodel.archive.folder)/classes/\(name)")
    }

    private func isMissing(_ share: PriorAllocation.Share) -> Bool { share.identifier == nil && pictures(of: share).missing(of: share.count) > 0 }

    /// An earlier subject's own pictures, from the first again when they are used up.
    private func real(_ share: PriorAllocation.Share) throws -> ImageSet? {
        guard let kept = metamodel.subjects.first(where: { $0.identifier == share.identifier })?.pictures, !kept.isEmpty else { return nil }
        let sets = try kept.prefix(share.count).map { try LessonPicture.set(of: $0) }
        return try (0..<share.count).reduce(ImageSet([])) { $0 + sets[$1 % sets.count] }
    }
}

extension Model {
    /// Does something with the weights of the checkpoint; what was learnt is there again afterwards.
    ///
    /// - Parameter isNeeded: where false, the weights are left as they are.
    func asPretrained<Result>(where isNeeded: Bool, _ body: () throws -> Result) throws -> Result {
        guard isNeeded else { return try body() }
        let parameters = diffusion.unet.parameters + diffusion.textModel.parameters
        let learnt = parameters.map(\.value)
        try diffusion.reloadWeights()
        defer {
            for (parameter, value) in zip(parameters, learnt) { parameter.update(value) }
            diffusion.weightsDidChange()
        }
        return try body()
    }
}
