import Easel
import Testing

@Suite struct SessionLifetimeTests {
    @Test func aSessionTakesItsModelWithIt() throws {
        weak var session: EaselSession?
        weak var model: Model?
        do {
            let tiny = try EaselTinyModel()
            (session, model) = (tiny.session, tiny.model)
            #expect(session?.currentModel === model)
        }
        #expect(session == nil && model == nil)
    }

    @Test func aModelThatOutlivesItsSessionStillDraws() throws {
        let model = try EaselTinyModel().model
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (1, 1)
        #expect(try model.sample(["a red circle"], arguments).count == 1)
    }
}
