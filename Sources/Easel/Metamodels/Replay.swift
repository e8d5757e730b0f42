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

    /// - Parameter images: those that the subject will be learnt from, whose prompts say what to draw of its category.
    package init(of subject: Subject, beside images: ImageSet, pictures: Int, metamodel: Metamodel, model: Model) {
        allocation = metamodel.allocation(
            for: subject.category, learning: subject.identifier, classPrompts: subject.priorPrompts(beside: images).flatMap(\.self), pictures: pictures)
        (self.metamodel, self.model) = (metamodel, model)
    }

    /// - Throws: what the interruption throws; `PersonalizationError.archive`.
    package func set() throws -> ImageSet {
        model.session.emit(.allocation(allocation))
        let shares = allocation.shares.filter { $0.count > 0 }
        let classes = shares.flatMap { $0.identifier == nil ? drawn($0) : [] }
        try model.asPretrained(where: classes.contains { !$0.missing.isEmpty }) { try model.drawMissing(of: classes) }
        let sets = try shares.map { try $0.identifier == nil ? drawn($0).map { try $0.set() }.reduce(ImageSet([]), +) : real($0) }
        return try sets.reduce(ImageSet([]), +)
    }

    /// A category's pictures, shared among its prompts.
    private func drawn(_ share: PriorAllocation.Share) -> [PriorPictures] {
        zip(share.prompts, share.count.shared(among: share.prompts.count)).map { prompt, count in
            let name = PriorPictures.name(of: prompt, hash: metamodel.record.base.hash)
            return PriorPictures(count, prompt: prompt, of: model, folder: "\(metamodel.archive.folder)/classes/\(name)")
        }
    }

    /// An earlier subject's own pictures: spread over all of them where the share is smaller, from the first again where it is larger.
    private func real(_ share: PriorAllocation.Share) throws -> ImageSet {
        let kept = metamodel.subjects.first { $0.identifier == share.identifier }?.pictures ?? []
        guard !kept.isEmpty else { return try ImageSet([]) }
        let places = (0..<share.count).map { share.count < kept.count ? $0 * kept.count / share.count : $0 % kept.count }
        let sets = try Dictionary(uniqueKeysWithValues: Set(places).map { ($0, try LessonPicture.set(of: kept[$0])) })
        return try places.compactMap { sets[$0] }.reduce(ImageSet([]), +)
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
