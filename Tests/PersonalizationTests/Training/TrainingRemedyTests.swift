import Diffusion
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
        let (frozen, table) = (bytes(), run.model.textModel.configuration.vocabularySize * run.model.textModel.configuration.hiddenSize)
        run.subject.trainsIdentifier = true
        #expect(bytes() - frozen > 3 * table * MemoryLayout<Float>.size, "two moments and the table as it was")
    }
}
