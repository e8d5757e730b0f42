import NeuralNetworks
import Personalization

extension TrainingArguments {
    func validate() throws {
        func require(_ condition: Bool, _ name: String, _ expected: String, _ found: Int) throws {
            guard condition else { throw EaselError.invalidArgument(name: name, expected: expected, found: "\(found)") }
        }
        try require(previewEvery >= 1, "previewEvery", "at least 1", previewEvery)
        try require((1...16).contains(previewCount), "previewCount", "from 1 to 16", previewCount)
        try require(previewSteps >= 1, "previewSteps", "at least 1", previewSteps)
        try require(validateEvery >= 0, "validateEvery", "0 or more", validateEvery)
        try require(snapshots.allSatisfy { $0 >= 1 }, "snapshots", "steps, counted from 1", snapshots.min() ?? 0)
        try require(checkpointEvery >= 1, "checkpointEvery", "at least 1", checkpointEvery)
    }

    /// Refuses what a person asked for and this training would leave undone.
    ///
    /// - Throws: `EaselError.invalidArgument`.
    func requireUse(by thing: any Trainable, _ settings: TrainingSettings) throws {
        func refuse(_ isUseless: Bool, _ name: String, _ expected: String, _ found: Any?) throws {
            guard isUseless, let found else { return }
            throw EaselError.invalidArgument(name: name, expected: expected, found: "\(found)")
        }
        let method = thing.method.name
        let last = snapshots.max() ?? 0
        try refuse(last > settings.steps, "snapshots", "steps up to the last, \(settings.steps)", last)
        try refuse(preset?.methods.contains(thing.method) == false, "preset", "left out for \(method), which it was not made for", preset.map { ".\($0)" })
        try refuse(trainsTextEncoder == true && trainsIdentifier == true, "trainIdentifier", "left out where the whole text model learns", true)
        try refuse(settings.textLearningRate == nil, "textLearningRate", "left out where neither text model nor identifier learns", textLearningRate)
        try refuse(thing.priorPrompts.isEmpty, "priorWeight", "left out for \(thing.label), which has no class", priorWeight)
        try refuse(settings.warmup >= settings.steps, "warmup", "fewer than the \(settings.steps) steps, or the rate never gets there", warmup)
        try refuse(settings.schedule == .constant && settings.warmup > 0, "schedule", ".constantWithWarmup where the rate warms up", ".constant")
        try refuse(settings.schedule != .cosineWithRestarts, "cycles", "left out without schedule: .cosineWithRestarts", cycles)
        try refuse(settings.schedule != .polynomial, "power", "left out without schedule: .polynomial", power)
    }
}
