import Diffusion
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct TextualInversionParityTests {
    /// Step by step: the loss, the gradient of the learnt rows, the rows after the optimizer.
    @Test func stepsEqualThoseOfTheScript() throws {
        let cases = try TrainingCase.all().filter(\.learnsEmbeddings)
        #expect(!cases.isEmpty)
        for value in cases { try expectSteps(of: value) }
    }

    private func expectSteps(of value: TrainingCase) throws {
        let embeddings = value.value["embeddings"]
        let (folder, schedule) = (try value.model(), try value.schedule())
        let (text, unet) = (try folder.textModel(), try folder.unet())
        let before = try value.tensor(embeddings["before"])
        let rows = Parameter(path: value.name, value: before)
        rows.isTrainable = true
        let ids = try #require(value.value["placeholder_ids"].ints)
        #expect(ids == Array(ids[0]..<ids[0] + before.shape[0]))
        text.embeddings.add(.init(firstID: ids[0], parameter: rows))
        var optimizer = try value.optimizer()
        let (expectedGradients, expectedRows) = (try value.tensor(embeddings["grad_each_step"]), try value.tensor(embeddings["after_each_step"]))
        #expect(value.steps.count == expectedRows.shape[0])
        for (index, step) in value.steps.enumerated() {
            let what = "\(value.name), step \(index)"
            let input = try value.input(of: step, schedule)
            let prediction = try unet(input.noisy, timesteps: input.timesteps.map { Float($0) }, context: text(value.ids(of: step)))
            let loss = prediction.meanSquaredError(input.target)
            expectClose(
                [Double(loss.item)], [step["loss"].double ?? .nan], absolute: try #require(value.tolerance["loss_abs"].double), what,
                parity: Self.row("loss"))
            try expectIntermediates(value, step, noisy: input.noisy, prediction: prediction, what)
            let gradient = try #require(gradients(of: loss)[rows.value], "\(what): no gradient reaches the rows")
            let gradientError = relativeError(gradient.scalars, expectedGradients[index].scalars)
            ParityRecorder.expect(gradientError, within: value.tolerance["grad_rel_l2"].double ?? 0, what, Self.row("gradients"))
            let rate = try #require(value.value["lr_per_step"][index].double)
            rows.update(optimizer.updated([(rows.value, gradient)], learningRate: rate)[0])
            let delta = relativeError((rows.value - before).scalars, (expectedRows[index] - before).scalars)
            ParityRecorder.expect(delta, within: value.tolerance["delta_rel_l2"].double ?? 0, what, Self.row("changes of the vectors"))
        }
        for (moments, key) in [(optimizer.state.firstMoments, "exp_avg"), (optimizer.state.secondMoments, "exp_avg_sq")] {
            let error = try relativeError(moments[0].scalars, value.tensor(embeddings[key]).scalars)
            ParityRecorder.expect(error, within: value.tolerance["delta_rel_l2"].double ?? 0, "\(value.name), \(key)", Self.row("AdamW's moments"))
        }
        #expect(!text.parameters.contains { $0.isTrainable })
    }

    private func expectIntermediates(
        _ value: TrainingCase, _ step: FixtureValue, noisy: Tensor, prediction: Tensor, _ what: String
    ) throws {
        for (actual, key) in [(noisy, "noisy_latents"), (prediction, "model_pred")] where !step[key].isNull {
            let expected = try value.tensor(step[key])
            ParityRecorder.expect(relativeError(actual.scalars, expected.scalars), within: 1e-5, "\(what), \(key)", Self.row("noisy latents and predictions"))
        }
    }

    /// From the recorded pictures: the latents that the scripts trained on.
    @Test func latentsEqualThoseOfTheScripts() throws {
        for value in try TrainingCase.all() where value.learnsEmbeddings || value.trainsWholeNetworks {
            let autoencoder = try value.model().autoencoder()
            for (index, step) in value.steps.enumerated() {
                let distribution = try autoencoder.encode(value.pixels(of: step))
                let latents = try distribution.sample(noise: value.tensor(step["vae_noise"])) * autoencoder.configuration.scalingFactor
                let expected = try value.tensor(step["latents"])
                #expect(latents.shape == expected.shape)
                ParityRecorder.expect(
                    relativeError(latents.scalars, expected.scalars), within: 1e-5, "\(value.name), step \(index)",
                    Parity(TrainingCase.group, "latents of the pictures"))
            }
        }
    }

    /// Counts once, by name, what later features answer for; loaded tokens and adapters are compared where their files are read.
    @Test func laterCasesAreCounted() throws {
        let later = try TrainingCase.all().filter {
            !$0.learnsEmbeddings && !$0.trainsWholeNetworks && !$0.isArithmetic && !$0.isOfAnAdapter && $0.value["added"].isNull
        }
        ParityRecorder.later(later.map(\.name), of: TrainingCase.group)
    }

    private static func row(_ what: String) -> Parity { Parity(TrainingCase.group, "textual inversion: \(what)") }
}
