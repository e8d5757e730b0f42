import Diffusion
import Easel
import NeuralNetworks
import Personalization
import Tensors
import Testing

/// Checkpoints of things with so many numbers that only some of them are kept.
@Suite(.serialized) struct LargeCheckpointTests {
    /// The last one, and those of the steps that were asked for.
    @Test func onlyWhatIsNeededIsKept() throws {
        let tiny = try EaselTinyModel()
        let thing = Heavy(try tiny.model.addToken("<moss>", initializer: "cat"))
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.checkpointEvery, arguments.validateEvery) = (4, 1, 1, 0)
        (arguments.snapshots, arguments.previewCount, arguments.previewSteps) = ([2], 1, 2)
        arguments.preview = ["a photo of a cat"]
        let run = try tiny.model.train(thing, on: try tiny.pictures("moss-cat/single"), arguments)
        #expect(run.checkpointSteps == [2, 4])
    }
}

/// A word, and beside it numbers that nothing depends on.
private final class Heavy: Trainable {
    private let token: Token
    private let spare = Parameter(path: "spare", value: Tensor.zeros([17 << 20]))

    init(_ token: Token) { self.token = token }

    var label: String { token.label }
    var method: TrainingMethod { token.method }
    var modelName: String { token.modelName }
    var parameters: [Parameter] { token.parameters + [spare] }
    var changesPrompts: Bool { true }
    func prompt(_ template: String) -> String { token.prompt(template) }
    func belongs(to model: StableDiffusion) -> Bool { token.belongs(to: model) }
    func reset() { token.reset() }
}
