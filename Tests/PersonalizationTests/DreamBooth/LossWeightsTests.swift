import Diffusion
import Foundation
import Personalization
import Testing

/// What each picture of a batch counts.
@Suite struct LossWeightsTests {
    private let timesteps = [10, 500, 900, 990]

    @Test func withoutWeightsTheLossIsThePlainMean() throws {
        #expect(try LossWeights().factors(timesteps: timesteps, prior: 0, schedule: schedule(.epsilon)) == nil)
    }

    @Test func theClassCountsAsItsWeightSays() throws {
        let factors = try LossWeights(priorWeight: 0.5).factors(timesteps: timesteps, prior: 2, schedule: schedule(.epsilon))
        #expect(factors == [0.5, 0.5, 0.25, 0.25])
    }

    /// Each half has its own timesteps: the subject's weights do not depend on those of the class.
    @Test(arguments: [PredictionType.epsilon, .velocity])
    func noiseWeighsTheSubjectAlone(_ prediction: PredictionType) throws {
        let schedule = try schedule(prediction)
        let factors = try #require(LossWeights(snrGamma: 5).factors(timesteps: timesteps, prior: 2, schedule: schedule))
        for (factor, ratio) in zip(factors, schedule.signalToNoiseRatios(at: timesteps)).prefix(2) {
            let weight = min(ratio, 5) / (prediction == .velocity ? ratio + 1 : ratio)
            #expect(abs(factor - weight / 2) < 1e-6)
        }
        #expect(factors.suffix(2) == [0.5, 0.5])
        let alone = try #require(LossWeights(snrGamma: 5).factors(timesteps: Array(timesteps.prefix(2)), prior: 0, schedule: schedule))
        #expect(alone == Array(factors.prefix(2)))
    }

    private func schedule(_ prediction: PredictionType) throws -> NoiseSchedule {
        let name = prediction == .velocity ? "v_prediction" : "epsilon"
        let json = "{\"_class_name\": \"DDPMScheduler\", \"prediction_type\": \"\(name)\"}"
        let configuration = try SchedulerConfiguration(json: Data(json.utf8), file: "scheduler_config.json")
        return try NoiseSchedule(configuration)
    }
}
