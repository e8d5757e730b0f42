import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import Testing

/// Steps that break off while weights are changing: a gradient that is not finite although the loss was.
@Suite(.serialized) struct BrokenStepTests {
    private var arguments: TrainingArguments {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.validateEvery, arguments.checkpointEvery) = (4, 1, .count(0), 0, 1)
        (arguments.updatesInBackward, arguments.trainsTextEncoder) = (true, false)
        return arguments
    }

    /// Makes the gradient of what comes before the last convolution overflow, and the loss not.
    private func damage(_ model: Model) {
        func scale(_ name: String, _ factor: Float) {
            for parameter in model.diffusion.unet.parameters where parameter.path == name { parameter.update(parameter.value * factor) }
        }
        scale("conv_norm_out.weight", 1e-13)
        scale("conv_norm_out.bias", 0)
        scale("conv_out.weight", 1e30)
    }

    @Test func whatWasNotKeptBeginsAgain() throws {
        let tiny = try EaselTinyModel()
        let (hash, subject) = (tiny.model.hash, try tiny.model.subject("sks", category: "cat"))
        // As with any other word that was never trained, its vector is lengthened before the first step.
        damage(tiny.model)
        #expect(throws: PersonalizationError.self) { try tiny.model.train(subject, on: tiny.pictures("moss-cat/single"), arguments) }
        #expect(tiny.model.hash == hash)
    }

    @Test func theLastCheckpointComesBack() throws {
        let tiny = try EaselTinyModel()
        let subject = try tiny.model.subject("sks", category: "cat")
        var (arguments, after) = (arguments, [[Float]]())
        arguments.checkpointEvery = 2
        arguments.onStep = { step in
            if step.index == 2 { after = subject.parameters.map(\.value.scalars) }
            if step.index == 3 { damage(tiny.model) }
            return true
        }
        #expect(throws: PersonalizationError.self) { try tiny.model.train(subject, on: tiny.pictures("moss-cat/single"), arguments) }
        #expect(!after.isEmpty && subject.parameters.map(\.value.scalars) == after)
        #expect(subject.parameters.allSatisfy { !$0.isTrainable })
        let run = try #require(FileManager.default.contentsOfDirectory(atPath: tiny.session.runsFolder).first)
        let kept = try FileManager.default.contentsOfDirectory(atPath: "\(tiny.session.runsFolder)/\(run)").filter { $0.hasPrefix("checkpoint") }
        #expect(kept == ["checkpoint-2"], "what belongs to no step is not kept: \(kept)")
    }

    /// The same bits as where all gradients are there first, through checkpoints as well.
    @Test func bothWaysEndAlike() throws {
        let runs = try [true, false].map { inBackward in
            let tiny = try EaselTinyModel()
            var arguments = arguments
            (arguments.updatesInBackward, arguments.prior) = (inBackward, .count(4))
            let subject = try tiny.model.subject("sks", category: "cat")
            arguments.onStep = { $0.index < 2 }
            arguments.resume = .run(try tiny.model.train(subject, on: tiny.pictures("moss-cat/single"), arguments))
            arguments.onStep = nil
            let run = try tiny.model.train(subject, on: tiny.pictures("moss-cat/single"), arguments)
            return (hash: tiny.model.hash, losses: run.losses)
        }
        #expect(runs[0].hash == runs[1].hash && runs[0].losses == runs[1].losses && runs[0].losses.count == 4)
    }
}
