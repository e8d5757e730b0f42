import Diffusion
import FoundationEssentials
import NeuralNetworks
import Personalization
import Tensors

/// One call of `train`: drives the loop and shows, validates, previews and saves on the way.
final class Trainer {
    private let record: TrainingRun
    private let loop: TrainingLoop
    private let validation: FixedValidation
    private let arguments: TrainingArguments
    private let model: Model
    private let images: ImageSet
    private let folder: RunFolder
    private let display: TrainingDisplay
    private let previews: Previews
    private var studio: SnapshotStudio?
    /// When training began, the class having been drawn.
    private let clock: ContinuousClock.Instant
    private var lastSave = ContinuousClock.now
    /// What is learnt, as this call found it.
    private let start: Tensor?
    private let unfinished: UnfinishedRun?
    private let picturesDigest: String
    private var firstStep = 0

    /// Checks everything that can be checked before work begins.
    init(_ thing: any Trainable, images: ImageSet, arguments: TrainingArguments, model: Model) throws {
        try model.requireTextToImage()
        let saved = try arguments.checkpoint(of: thing, pictures: images.count, in: model)
        var settings = try saved?.settings ?? arguments.settings(for: thing, pictures: images.count, model: model)
        thing.choose(settings)
        try settings.validate()
        try arguments.requireUse(by: thing, settings)
        thing.willTrain()
        let interruption = model.session.interruption
        let memory = TrainingMemory(
            model.diffusion, learning: thing, settings: settings, side: images.side, checkpointing: arguments.checkpointing, free: FreeMemory.bytes)
        previews = try Previews(of: thing, on: images, arguments, model: model)
        if !previews.isEmpty { _ = try TextToImage(model.diffusion, settings: Self.previewSettings(arguments, model), controls: previews.controls) }
        try Self.require(memory, thing, settings, images, arguments, model)
        try interruption.check()
        let prior = try Self.prior(of: thing, images: images, arguments: arguments, settings: &settings, model: model)
        clock = .now
        lastSave = clock
        loop = try TrainingLoop(
            thing, on: images, prior: prior, model: model.diffusion, settings: settings, checkpointing: memory.checkpointing,
            updatesInBackward: arguments.updatesInBackward, interruption: interruption)
        if let saved { try Self.require(loop, fits: saved, arguments) }
        self.arguments = arguments
        self.model = model
        self.images = images
        picturesDigest = images.digest
        let runs = model.session.runsFolder
        unfinished = saved == nil ? UnfinishedRun(of: thing, in: runs, model: model) : nil
        folder = try RunFolder(in: runs, label: thing.label)
        record = TrainingRun(thing, settings: settings, folder: folder.path, model: model)
        display = TrainingDisplay(record, sheet: previews.sheet, session: model.session)
        studio = try SnapshotStudio(thing, photos: images, arguments, model: model)
        start = thing.parameterCount > Self.largestMeasured ? nil : Tensor.joined(saved?.state.values ?? thing.parameters.map(\.value))
        validation = try FixedValidation(
            thing, on: images, model: model.diffusion, count: model.size >= 256 ? 4 : 16, interruption: interruption)
        if let saved {
            try resume(from: saved)
            warnOfOtherPictures(than: saved)
        }
        record.history.startNorm = start.map(Self.norm) ?? 0
        try folder.writeSettings(settings)
        try folder.write(RunState(course: .running))
        announce(memory: memory)
        if let doubt = images.promptDoubt(teaching: thing) { model.session.emit(.warning(doubt)) }
        offerUnfinished()
    }

    /// Trains to the end, or to where somebody stops it.
    func run() throws -> TrainingRun {
        TensorMemory.resetPeak()
        do {
            try loop.prepare { display.showPreparation($0, $1) }
            if loop.state.step == 0 {
                try validate()
                try preview()
                try snapshot()
            }
            while try step() {}
        } catch is Interrupted {
            record.interrupted = true
        } catch {
            try? finish(failed: true)
            throw error
        }
        try finish()
        return record
    }

    // MARK: - The way

    /// One step and what is due after it; false at the end.
    private func step() throws -> Bool {
        let start = ContinuousClock.now
        guard let step = try loop.next() else { return false }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        record.history.append(step.loss)
        if let start = self.start { record.history.changes.append(.init(step: step.index, norm: Self.norm(Tensor.joined(loop.state.values) - start))) }
        if record.thing is any WeightTrainable { model.diffusion.weightsDidChange() }
        display.show(step, seconds: seconds)
        let isLast = step.index == record.settings.steps
        if isLast || isCheckpointDue(step.index) { try save() }
        return try showing {
            if arguments.validateEvery > 0, step.index.isMultiple(of: arguments.validateEvery) || isLast { try validate() }
            if step.index.isMultiple(of: arguments.previewEvery) || isLast { try preview() }
            try snapshot()
            return try arguments.onStep?(step) ?? true
        }
    }

    private func isCheckpointDue(_ step: Int) -> Bool {
        step.isMultiple(of: arguments.checkpointEvery) || arguments.snapshots.contains(step) || .now - lastSave >= arguments.checkpointInterval
    }

    /// Looks at what is learnt as prompts will draw it later: as the average of its values, where one is taken.
    private func showing(_ work: () throws -> Bool) throws -> Bool {
        defer { noteChange() }
        return try loop.withAverages {
            noteChange()
            return try work()
        }
    }

    private func noteChange() { if record.settings.ema != nil, record.thing is any WeightTrainable { model.diffusion.weightsDidChange() } }

    private func validate() throws {
        guard arguments.validateEvery > 0 else { return }
        let loss = try validation.loss(batchSize: record.settings.batchSize)
        record.history.validation.append(.init(step: loop.state.step, loss: loss))
        display.showValidation()
    }

    private func preview() throws {
        guard !previews.isEmpty else { return }
        let images = try model.draw(
            previews.pictures, settings: Self.previewSettings(arguments, model), controls: previews.controls, report: display.showPreviewing)
        let rows = stride(from: 0, to: images.count, by: previews.perRow).map { start in
            images[start..<(start + previews.perRow)].map(\.bitmap)
        }
        try folder.writePreviews(images, step: loop.state.step, perPrompt: previews.perRow)
        display.show(.init(step: loop.state.step, rows: rows))
    }

    private func snapshot() throws {
        try studio?.take(at: loop.state.step, settings: Self.previewSettings(arguments, model), report: display.showPreviewing)
        record.snapshots = studio?.snapshots
    }

    private func save() throws {
        let path = "\(folder.path)/checkpoint-\(loop.state.step)"
        let points = record.history.validation.map { TrainingCheckpoint.ValidationLoss(step: $0.step, loss: $0.loss) }
        try TrainingCheckpoint(
            settings: record.settings, state: loop.state, losses: record.history.losses, validationLosses: points, label: record.thing.label,
            foundation: model.foundation(of: record.thing), pictures: picturesDigest
        ).write(to: path)
        dropOldCheckpoint()
        record.checkpoint = path
        lastSave = .now
    }

    /// Of large things the last checkpoint is kept, and those that were asked for.
    private func dropOldCheckpoint() {
        guard record.thing.parameterCount > Self.largestKept, let earlier = record.checkpoint else { return }
        guard let step = earlier.split(separator: "-").last.flatMap({ Int($0) }), !arguments.snapshots.contains(step) else { return }
        try? FileManager.default.removeItem(atPath: earlier)
    }

    private func finish(failed: Bool = false) throws {
        record.peakBytes = TensorMemory.statistics.peakBytesInUse
        record.seconds = (ContinuousClock.now - clock) / .seconds(1)
        if loop.isTorn { try bringBack() }
        if !loop.isTorn, loop.state.step > firstStep, record.checkpoint?.hasSuffix("checkpoint-\(loop.state.step)") != true { try save() }
        if !loop.isTorn { loop.adoptAverages() }
        noteChange()
        if loop.state.step > firstStep { model.didTeach(record.thing) }
        try folder.writeLosses(record.history)
        if let snapshots = record.snapshots, !snapshots.rows.isEmpty { try folder.write(snapshots) }
        try folder.write(RunState(course: loop.state.step < record.settings.steps ? .stopped : .finished))
        display.finish(stopped: record.interrupted || failed)
    }

    /// After a step that broke off between its first and its last new value: the values of the last checkpoint, or those before anything was learnt.
    private func bringBack() throws {
        let thing = record.thing
        if let folder = try record.checkpoint ?? arguments.resume.map({ try $0.folder() }) {
            for (parameter, value) in zip(thing.parameters, try TrainingCheckpoint.values(in: folder)) { parameter.update(value) }
        } else {
            try thing.reset()
        }
        model.diffusion.weightsDidChange()
        let place = record.checkpoint.map { "its last checkpoint, \($0)" } ?? "where this run began"
        model.session.emit(.note("The step broke off while weights were changing; \(thing.label) is as at \(place)."))
    }

    /// Numbers of a thing whose change is measured at every step, and of one whose checkpoints are all kept.
    private static let largestMeasured = 1 << 20
    private static let largestKept = 16 << 20

    /// Euclidean.
    private static func norm(_ tensor: Tensor) -> Float { [tensor.detached()].globalNorm }

    /// - Throws: `DiffusionError.notEnoughMemory`, which says what would make it fit.
    private static func require(
        _ memory: TrainingMemory, _ thing: any Trainable, _ settings: TrainingSettings, _ images: ImageSet, _ arguments: TrainingArguments, _ model: Model
    ) throws {
        let free = FreeMemory.bytes
        guard memory.bytes > free else { return }
        let remedy = TrainingRemedy(
            model.diffusion, learning: thing, settings: settings, side: images.side, checkpointing: arguments.checkpointing, free: free)
        throw DiffusionError.notEnoughMemory(
            purpose: "\(thing.method.name) with batches of \(settings.batchSize)", needed: memory.bytes, available: free, remedy: remedy.text)
    }

    // MARK: - Going on

    /// - Throws: `PersonalizationError.cannotResume` for a run whose passes were over other pictures.
    private static func require(_ loop: TrainingLoop, fits saved: TrainingCheckpoint, _ arguments: TrainingArguments) throws {
        guard !loop.fits(saved.state) else { return }
        throw PersonalizationError.cannotResume(path: try arguments.resume?.folder() ?? "", reason: "it was trained on another set of pictures")
    }

    private func resume(from saved: TrainingCheckpoint) throws {
        try loop.resume(from: saved.state)
        for loss in saved.losses { record.history.append(loss) }
        record.history.validation = saved.validationLosses.map { .init(step: $0.step, loss: $0.loss) }
        firstStep = saved.state.step
        display.resume(from: firstStep)
    }

    private func warnOfOtherPictures(than saved: TrainingCheckpoint) {
        guard let pictures = saved.pictures, pictures != picturesDigest else { return }
        model.session.emit(
            .warning(
                "These are not the pictures that the run was trained on, or their prompts or cut are others: it goes on with them, and will not end as it would have."
            ))
    }

    /// The pictures of the class, drawn where they are missing; nil where the method has none.
    private static func prior(
        of thing: any Trainable, images: ImageSet, arguments: TrainingArguments, settings: inout TrainingSettings, model: Model
    ) throws -> ImageSet? {
        guard let count = settings.priorImages else { return nil }
        guard !thing.priorPrompts.isEmpty else {
            throw EaselError.invalidArgument(
                name: "priorImages", expected: "left out: \(thing.label) has no class, a subject has one", found: "\(count)")
        }
        if let metamodel = model.metamodel, let subject = thing as? Subject {
            return try Replay(of: subject, beside: images, pictures: count, metamodel: metamodel, model: model).set()
        }
        var own: ImageSet?
        if case .pictures(let set) = arguments.prior { own = set }
        try model.currentHash()
        let classes = own == nil ? thing.priorPrompts(beside: images) : thing.priorPrompts.map { [$0] }
        return try ClassPictures(of: classes, count: count, own: own, beside: images).set(settings: &settings, model: model)
    }

    private static func previewSettings(_ arguments: TrainingArguments, _ model: Model) -> SamplingSettings {
        var sampling = SamplingArguments()
        sampling.steps = arguments.previewSteps
        return model.settings(sampling)
    }

    // MARK: - What the person sees

    /// A run whose process died has left its checkpoints: the person is told how to go on from the last one.
    private func offerUnfinished() {
        guard let unfinished else { return }
        model.session.emit(
            .note(
                "An earlier run of \(record.thing.label) ended at step \(unfinished.step) of \(unfinished.steps). To go on from there "
                    + "instead, interrupt this one and add resume: \"\(unfinished.folder)\"."))
    }

    private func announce(memory: TrainingMemory) {
        let prior = record.settings.priorImages.map { " beside \($0) of its class" } ?? ""
        model.session.emit(
            .note(
                "Learning \(record.thing.parameterCount) numbers (\(record.thing.method.name) of \(record.thing.label)) from \(images.count.counted("picture"))\(prior): "
                    + "\(record.settings.steps.counted("step")) of \(record.settings.batchSize * record.settings.gradientAccumulation), "
                    + "learning rate \(record.settings.learningRate), about \(ByteCount(memory.bytes)) of memory\(memory.checkpointing ? ", since blocks are computed twice" : ""). Kept in \(record.folder)."
            ))
    }
}

extension Tensor {
    /// All numbers of several tensors in a row.
    fileprivate static func joined(_ tensors: [Tensor]) -> Tensor {
        let rows = tensors.map { $0.detached().contiguous().reshaped([$0.count]) }
        return rows.count == 1 ? rows[0] : Tensor.concatenated(rows, axis: 0)
    }
}
