import NeuralNetworks
import Personalization

extension TrainingArguments {
    /// The settings for a thing, a number of pictures and a model.
    func settings(for thing: any Trainable, pictures: Int, model: Model) throws -> TrainingSettings {
        let earlier = like?.settings
        let recommended = model.recommendation(for: thing)
        let trainsText = try textChoice(for: thing, earlier: earlier, recommended: recommended.trainsTextEncoder)
        let said = preset?.values(pictures: pictures) ?? Preset.Values()
        let batch = batchSize ?? said.batchSize ?? earlier?.batchSize ?? recommended.batchSize ?? model.standardBatchSize
        let accumulation = gradientAccumulation ?? earlier?.gradientAccumulation ?? 1
        let standardRate = recommended.learningRate ?? thing.method.standardLearningRate(batch: batch * accumulation, trainsTextEncoder: trainsText ?? false)
        let count =
            try stepCount(pictures: pictures, batch: batch * accumulation)
            ?? said.steps ?? earlier?.steps ?? recommended.steps ?? 500
        var settings = TrainingSettings(
            steps: count, batchSize: batch,
            learningRate: learningRate ?? said.rate(beside: recommended.learningRate) ?? earlier?.learningRate ?? standardRate,
            warmup: warmup ?? earlier?.warmup ?? 0, gradientAccumulation: accumulation,
            weightDecay: weightDecay ?? said.weightDecay ?? earlier?.weightDecay ?? 0.01,
            epsilon: epsilon ?? earlier?.epsilon ?? 1e-8, clipNorm: clipNorm ?? said.clipNorm ?? earlier?.clipNorm,
            seed: seed ?? earlier?.seed ?? 0)
        choose(said.schedule ?? earlier?.schedule ?? recommended.schedule, earlier: earlier, for: &settings)
        settings.trainsTextEncoder = trainsText
        settings.trainsIdentifier = try identifierChoice(for: thing, trainsText: trainsText, earlier: earlier, recommended: recommended.trainsIdentifier)
        if trainsText == true {
            settings.textLearningRate = textLearningRate ?? earlier?.textLearningRate ?? (learningRate == nil ? recommended.textLearningRate : nil)
        } else if settings.trainsIdentifier == true {
            let standard = recommended.textLearningRate ?? TrainingMethod.textualInversion.standardLearningRate(batch: batch * accumulation)
            settings.textLearningRate = textLearningRate ?? earlier?.textLearningRate ?? standard
        }
        try chooseLoss(for: thing, earlier: earlier, recommended: recommended, &settings)
        return settings
    }

    /// The previews' prompts, with the thing in the place of `{}`.
    func previewPrompts(of thing: any Trainable) -> [String] { preview.map { $0.contains("{}") ? thing.prompt($0) : $0 } }

    /// The course of the rate: a warm-up alone is one before a constant rate.
    private func choose(_ standard: LearningRateSchedule.Shape?, earlier: TrainingSettings?, for settings: inout TrainingSettings) {
        settings.schedule = schedule ?? standard ?? .constant
        if schedule == nil, settings.schedule == .constant, settings.warmup > 0 { settings.schedule = .constantWithWarmup }
        settings.cycles = cycles ?? (settings.schedule == .cosineWithRestarts ? earlier?.cycles : nil)
        settings.power = power ?? (settings.schedule == .polynomial ? earlier?.power : nil)
    }

    /// What is made small, and by which optimizer.
    private func chooseLoss(
        for thing: any Trainable, earlier: TrainingSettings?, recommended: Recommendations.Training, _ settings: inout TrainingSettings
    ) throws {
        settings.optimizer = optimizer ?? earlier?.optimizer
        settings.snrGamma = gamma(earlier: earlier, recommended: recommended.snrGamma)
        settings.noiseOffset = noiseOffset ?? earlier?.noiseOffset
        settings.ema = ema ?? earlier?.ema
        settings.emptyPrompts = try emptyShare(for: thing, earlier: earlier)
        settings.priorImages = priorCount(for: thing, earlier: earlier)
        if settings.priorImages != nil { settings.priorWeight = priorWeight ?? earlier?.priorWeight ?? 1 }
    }

    /// Infinite is all timesteps alike, also where a checkpoint recommends another weight; so was an earlier run that had none.
    private func gamma(earlier: TrainingSettings?, recommended: Double?) -> Double? {
        guard let snrGamma else { return earlier == nil ? recommended : earlier?.snrGamma }
        return snrGamma == .infinity ? nil : snrGamma
    }

    /// How many pictures of the class there shall be; nil for none.
    private func priorCount(for thing: any Trainable, earlier: TrainingSettings?) -> Int? {
        let count: Int? =
            switch prior {
            case .count(let count): count
            case .pictures(let set): max(set.count, Prior.standardCount)
            case nil: earlier?.priorImages ?? (thing.method == .dreamBooth ? Prior.standardCount : nil)
            }
        return count == 0 ? nil : count
    }

    private func textChoice(for thing: any Trainable, earlier: TrainingSettings?, recommended: Bool?) throws -> Bool? {
        if trainsTextEncoder == true, !(thing is any WeightTrainable) {
            throw EaselError.invalidArgument(
                name: "trainTextEncoder", expected: "left out for \(thing.method.name): it says itself what is learnt", found: "true")
        }
        // Who asks for the identifier alone does not want the whole text model that a checkpoint recommends.
        let other = trainsIdentifier == true ? false : earlier?.trainsTextEncoder ?? recommended ?? false
        return thing is any WeightTrainable ? trainsTextEncoder ?? other : nil
    }

    /// Whether an identifier learns by itself; nil where there is none, or the whole text model learns.
    private func identifierChoice(for thing: any Trainable, trainsText: Bool?, earlier: TrainingSettings?, recommended: Bool?) throws -> Bool? {
        guard thing is any IdentifierTrainable else {
            guard trainsIdentifier != true else {
                throw EaselError.invalidArgument(name: "trainIdentifier", expected: "left out for \(thing.method.name): only a subject has one", found: "true")
            }
            return nil
        }
        return trainsText == true ? nil : trainsIdentifier ?? earlier?.trainsIdentifier ?? recommended
    }

    /// Source of the standard: Zhang, Rao and Agrawala 2023, section 3.3.
    private func emptyShare(for thing: any Trainable, earlier: TrainingSettings?) throws -> Double? {
        guard thing is ControlNet else {
            guard let emptyPrompts else { return nil }
            throw EaselError.invalidArgument(
                name: "emptyPrompts", expected: "left out for \(thing.method.name): only a control net learns without words", found: "\(emptyPrompts)")
        }
        return emptyPrompts ?? earlier?.emptyPrompts ?? 0.5
    }

    /// The steps that were said; nil where nothing was.
    func stepCount(pictures: Int, batch: Int) throws -> Int? {
        guard let epochs else { return steps }
        guard steps == nil else {
            throw EaselError.invalidArgument(name: "epochs", expected: "left out where steps is given", found: "\(epochs)")
        }
        guard (1...1_000_000).contains(epochs) else {
            throw EaselError.invalidArgument(name: "epochs", expected: "from 1 to 1,000,000", found: "\(epochs)")
        }
        return (epochs * pictures + batch - 1) / max(batch, 1)
    }
}

extension Model {
    /// Four pictures a step, or one for models of Stable Diffusion's size, whose activations for four would not fit everywhere.
    var standardBatchSize: Int { size >= 256 ? 1 : 4 }
}
