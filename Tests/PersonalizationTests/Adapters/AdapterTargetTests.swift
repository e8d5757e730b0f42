import Diffusion
import NeuralNetworks
import Personalization
import Testing

/// Which layers each of an adapter's targets takes in.
@Suite struct AdapterTargetTests {
    private let model: StableDiffusion

    init() throws { model = try SmallModel.load() }

    private func paths(_ target: AdapterTarget) throws -> [String] { try LoRA(targets: [target], in: model).targets.map(\.path) }

    /// The layers of the UNet whose paths hold one of some parts.
    private func layers(_ parts: String...) -> [String] {
        let names = model.unet.parameters.filter { $0.shape.count > 1 }.map { String($0.path.dropLast(".weight".count)) }
        return names.filter { name in parts.contains { name.contains($0) } }
    }

    @Test func attentionIsThatToItselfAndToThePrompt() throws {
        #expect(try paths(.attention) == layers(".attn1.", ".attn2.") && layers(".attn1.").count == layers(".attn2.").count)
        #expect(try paths(.crossAttention) == layers(".attn2.") && layers(".attn2.").count.isMultiple(of: 4))
    }

    @Test func theOtherLayersOfTransformers() throws {
        #expect(try paths(.feedForward) == layers(".ff.") && layers(".ff.").count == layers(".attn2.").count / 2)
        #expect(try paths(.projections) == layers(".proj_in", ".proj_out"))
    }

    /// What tells the time is left out.
    @Test func convolutionsOfBlocks() throws {
        let layers = layers(".resnets.", ".downsamplers.", ".upsamplers.").filter { !$0.hasSuffix(".time_emb_proj") }
        #expect(try paths(.convolutions) == layers && layers.contains { $0.hasSuffix(".conv_shortcut") } && layers.contains { $0.contains(".upsamplers.") })
    }

    @Test func attentionOfTheTextModel() throws {
        let layers = try LoRA(targets: [.textEncoder], in: model).targets
        #expect(layers.count == 4 * model.textModel.configuration.layerCount)
        #expect(layers.allSatisfy { $0.network == .textEncoder && $0.path.contains(".self_attn.") })
    }

    @Test func targetsAreJoined() throws {
        let both = try LoRA(targets: [.crossAttention, .textEncoder], in: model).targets.count
        #expect(try both == paths(.crossAttention).count + paths(.textEncoder).count)
    }
}
