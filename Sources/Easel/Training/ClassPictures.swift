import Personalization

/// The pictures of the classes that a training leaves as they are: of one, or of several that share the number.
struct ClassPictures {
    /// Prompts and how many pictures of each.
    private let shares: [(prompt: String, count: Int)]
    private let own: ImageSet?
    private let pictures: ImageSet

    /// - Parameters:
    ///   - classes: the prompts of each class.
    ///   - count: of all classes together; the first ones have one more where it can't be shared evenly, and so have a class's first prompts.
    ///   - own: a person's own pictures, in the place of drawn ones.
    ///   - pictures: those to learn from; the class is drawn in the shapes that they are cut to.
    /// - Throws: `EaselError.invalidArgument` for pictures of one's own where there are several classes.
    init(of classes: [[String]], count: Int, own: ImageSet?, beside pictures: ImageSet) throws {
        guard own == nil || classes.count == 1 else {
            throw EaselError.invalidArgument(name: "priorImages", expected: "a number: \(classes.count) classes share it", found: "pictures")
        }
        let drawn = max(0, count - (own?.count ?? 0))
        shares = zip(classes, drawn.shared(among: classes.count)).flatMap { prompts, count in
            Array(zip(prompts, count.shared(among: prompts.count)))
        }
        self.own = own
        self.pictures = pictures
    }

    /// Draws what is missing; the settings remember where, for a run that is gone on with when the weights are others.
    func set(settings: inout TrainingSettings, model: Model) throws -> ImageSet {
        let known = [settings.priorFolder].compactMap { $0 } + (settings.otherPriorFolders ?? [])
        let places = shares.indices.map { index in
            let folder = known.indices.contains(index) ? known[index] : nil
            return PriorPictures(shares[index].count, prompt: shares[index].prompt, of: model, beside: pictures, folder: folder)
        }
        try model.drawMissing(of: places)
        let drawn = try places.map { try $0.set() }.reduce(ImageSet([]), +)
        if drawn.count > 0 {
            settings.priorFolder = places[0].folder
            settings.otherPriorFolders = places.count > 1 ? places.dropFirst().map(\.folder) : nil
        }
        guard let own else { return drawn }
        return own.prompted { $0.hasOwnPrompts ? $0.prompts : [shares[0].prompt] } + drawn
    }
}

extension Int {
    /// Whole parts that add up to the number, the first ones larger by one.
    func shared(among parts: Int) -> [Int] { (0..<parts).map { self / parts + ($0 < self % parts ? 1 : 0) } }
}
