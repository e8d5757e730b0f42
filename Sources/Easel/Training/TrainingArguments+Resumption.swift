import Personalization

extension TrainingArguments {
    /// The checkpoint that the run goes on from; nil for a new run.
    ///
    /// - Throws: `EaselError.invalidArgument` for settings that the run does not have: it goes on with its own.
    func checkpoint(of thing: any Trainable, pictures: Int, in model: Model) throws -> TrainingCheckpoint? {
        guard let saved = try resume?.checkpoint(of: thing, in: model) else { return nil }
        let own = saved.settings
        try requireAgreement(with: own)
        let steps = try stepCount(pictures: pictures, batch: own.batchSize * own.gradientAccumulation)
        if let steps, steps < saved.state.step {
            throw EaselError.invalidArgument(
                name: self.steps == nil ? "epochs" : "steps", expected: "enough for \(saved.state.step) steps or more, which the run has taken",
                found: "\(self.steps ?? epochs ?? 0)")
        }
        if (steps ?? own.steps) == saved.state.step {
            model.session.emit(.note("That run has taken all of its \(saved.state.step) steps; steps: takes it further."))
        }
        return saved.taking(steps: steps)
    }

    private func requireAgreement(with own: TrainingSettings) throws {
        func require<Value: Equatable>(_ name: String, _ said: Value?, _ own: Value?) throws {
            guard let said, said != own else { return }
            let expected = own.map { "\($0), as" } ?? "left out, as"
            throw EaselError.invalidArgument(name: name, expected: "\(expected) in the run that is gone on with", found: "\(said)")
        }
        try require("batchSize", batchSize, own.batchSize)
        try require("learningRate", learningRate, own.learningRate)
        try require("schedule", schedule, own.schedule)
        try require("cycles", cycles, own.cycles)
        try require("power", power, own.power)
        try require("warmup", warmup, own.warmup)
        try require("gradientAccumulation", gradientAccumulation, own.gradientAccumulation)
        try require("optimizer", optimizer, own.optimizer ?? .adamW)
        try require("weightDecay", weightDecay, own.weightDecay)
        try require("epsilon", epsilon, own.epsilon)
        try require("clipNorm", clipNorm, own.clipNorm)
        try require("seed", seed, own.seed)
        try require("priorWeight", priorWeight, own.priorWeight)
        try require("trainTextEncoder", trainsTextEncoder, own.trainsTextEncoder ?? false)
        try require("trainIdentifier", trainsIdentifier, own.trainsIdentifier ?? false)
        try require("textLearningRate", textLearningRate, own.textLearningRate)
        if snrGamma != .infinity || own.snrGamma != nil { try require("snrGamma", snrGamma, own.snrGamma) }
        try require("noiseOffset", noiseOffset, own.noiseOffset)
        try require("ema", ema, own.ema)
        try require("emptyPrompts", emptyPrompts, own.emptyPrompts)
        if case .count(let count) = prior { try require("priorImages", count, own.priorImages ?? 0) }
    }
}
