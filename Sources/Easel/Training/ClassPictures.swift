import Personalization

/// The pictures of the classes that a training leaves as they are: of one, or of several that share the number.
struct ClassPictures {
    /// Prompts and how many pictures of each.
    private let shares: [(prompt: String, count: Int)]
    private let own: ImageSet?
    private let pictures: ImageSet

    /// - Parameters:
    ///   - count: of all classes together; the first ones have one more where it can't be shared evenly.
    ///   - own: a person's own pictures, in the place of drawn ones.
    ///   - pictures: those to learn from; the class is drawn in the shapes that they are cut to.
    /// - Throws: `EaselError.invalidArgument` for pictures of one's own where there are several classes.
    init(of prompts: [String], count: Int, own: ImageSet?, beside pictures: ImageSet) throws {
        guard own == nil || prompts.count == 1 else {
            throw EaselError.invalidArgument(name: "priorImages", expected: "a number: \(prompts.count) classes share it", found: "pictures")
        }
        shares = prompts.enumerated().map { ($1, count / prompts.count + ($0 < count % prompts.count ? 1 : 0)) }
        self.own = own
        self.pictures = pictures
    }

    /// Draws what is missing; the settings remember where, for a run that is gone on with when the weights are others.
    func set(settings: inout TrainingSettings, model: Model) throws -> ImageSet {
        let known = [settings.priorFolder].compactMap { $0 } + (settings.otherPriorFolders ?? [])
        let places = shares.indices.map { index in
            PriorPictures(prompt: shares[index].prompt, of: model, beside: pictures, folder: known.indices.contains(index) ? known[index] : nil)
        }
        let sets = try zip(places, shares).map { try $0.set(of: $1.count, own: own) }
        guard shares[0].count > (own?.count ?? 0) else { return sets[0] }
        settings.priorFolder = places[0].folder
        settings.otherPriorFolders = places.count > 1 ? places.dropFirst().map(\.folder) : nil
        return try sets.reduce(ImageSet([]), +)
    }
}
