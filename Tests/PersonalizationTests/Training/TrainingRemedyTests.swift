import Diffusion
import NeuralNetworks
import Personalization
import Testing

/// What is said where a training would not fit.
@Suite struct TrainingRemedyTests {
    private func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
        var settings = TrainingSettings(batchSize: 4, learningRate: 1e-6)
        settings.priorImages = 4
        change(&settings)
        return settings
    }

    @Test func whatHelpsIsSaid() throws {
        let run = try SmallRun()
        func bytes(_ settings: TrainingSettings) -> Int { TrainingMemory(run.model, learning: run.subject, settings: settings, checkpointing: .on).bytes }
        func remedy(_ free: Int, _ checkpointing: GradientCheckpointing = .auto) -> String {
            TrainingRemedy(run.model, learning: run.subject, settings: settings(), checkpointing: checkpointing, free: free).text
        }
        #expect(bytes(settings { $0.optimizer = .adamW8bit }) < bytes(settings()))
        #expect(remedy(bytes(settings()), .off).hasPrefix("With checkpointing: .on it takes"))
        #expect(remedy(bytes(settings()) - 1).hasPrefix("With optimizer: .adamW8bit it takes"))
        let eightBit = bytes(settings { $0.optimizer = .adamW8bit })
        #expect(remedy(eightBit - 1).hasPrefix("With optimizer: .adamW8bit, batchSize: 1 it takes"))
        #expect(remedy(1).contains("lora(…)"))
    }

    @Test func moreTakesMore() throws {
        let run = try SmallRun()
        func bytes(_ side: Int? = nil, _ change: (inout TrainingSettings) -> Void = { _ in }) -> Int {
            TrainingMemory(run.model, learning: run.subject, settings: settings(change), side: side).bytes
        }
        #expect(bytes(run.model.size * 2) > bytes() * 2)
        #expect(bytes { $0.priorImages = nil } < bytes())
        #expect(bytes { $0.batchSize = 8 } > bytes())
    }

    /// Beside gradient and moments, which all that learns has: the table as it was, all the time, and in the end what uses of words gave of its gradient.
    @Test func identifiersTakeTheTableOfWords() throws {
        let run = try SmallRun()
        let (subject, shape) = (run.subject, run.model.textModel.configuration)
        subject.trainsIdentifier = true
        func bytes(_ thing: any Trainable, _ side: Int) -> Int { TrainingMemory(run.model, learning: thing, settings: settings(), side: side).bytes }
        func difference(_ side: Int) -> Int { bytes(subject, side) - bytes(WithoutIdentifiers(subject), side) }
        let table = shape.vocabularySize * shape.hiddenSize * MemoryLayout<Float>.size
        #expect(difference(run.model.size * 4) == table)
        #expect(difference(8) > table)
    }
}

/// The same weights, as if no words of their own were among them.
private final class WithoutIdentifiers: WeightTrainable {
    private let subject: Subject
    var trainsTextEncoder = false

    init(_ subject: Subject) { self.subject = subject }

    var label: String { subject.label }
    var method: TrainingMethod { subject.method }
    var modelName: String { subject.modelName }
    var parameters: [Parameter] { subject.parameters }
    var changesPrompts: Bool { subject.changesPrompts }
    func prompt(_ template: String) -> String { subject.prompt(template) }
    func belongs(to model: StableDiffusion) -> Bool { subject.belongs(to: model) }
    func reset() throws { try subject.reset() }
}
