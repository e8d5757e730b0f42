import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Adapters that are used for a piece of work.
@Suite struct AdapterUseTests {
    private struct Failure: Error {}

    private let model: StableDiffusion
    private let lora: LoRA

    init() throws {
        model = try SmallModel.load()
        lora = try LoRA(rank: 2, in: model)
        for (index, parameter) in lora.parameters.enumerated() { parameter.update(pseudorandom(parameter.shape, seed: index + 1)) }
    }

    private var isFree: Bool { model.unet.parameters.allSatisfy(\.adaptations.isEmpty) }

    /// However the work ends.
    @Test func layersAreAsBefore() throws {
        let weight = lora.targets[0].weight
        [AdapterUse(lora)].during { #expect(weight.adaptations.additions.count == 1) }
        #expect(isFree)
        #expect(throws: Failure.self) { try [AdapterUse(lora)].during { throw Failure() } }
        #expect(isFree)
        [AdapterUse(lora)].during {
            #expect(throws: Failure.self) { try [AdapterUse(lora, strength: 0.5), AdapterUse(lora)].during { throw Failure() } }
            #expect(weight.adaptations.additions.count == 1)
        }
        #expect(isFree)
    }

    @Test func strengthsMultiply() throws {
        let weight = lora.targets[0].weight
        let merged = [1, 0.5].map { strength in
            [AdapterUse(lora, strength: strength)].during { (weight.adaptations.merged(into: weight.value) - weight.value).scalars }
        }
        expectClose(Tensor(merged[1], shape: [merged[1].count]), merged[0].map { $0 / 2 }, absolute: 1e-5)
        #expect(merged[0].contains { abs($0) > 0.1 })
    }
}
