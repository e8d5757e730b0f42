import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// From recorded noise and prompts, the denoising loop passes through the latents of diffusers' pipelines and ends on their pictures.
@Suite struct PipelineParityTests {
    @Test func latentsAndPicturesEqualThoseOfDiffusers() throws {
        let cases = try PipelineCase.all()
        let drawn = cases.filter { $0.isTextToImage || $0.isImageToImage || $0.isInpainting || $0.isControlled }
        #expect(drawn.contains(where: \.isTextToImage) && drawn.contains(where: \.isImageToImage))
        #expect(drawn.contains(where: \.isInpainting) && drawn.contains(where: \.isControlled))
        for one in drawn { try expectPicture(of: one) }
        let later = cases.filter { !$0.isTextToImage && !$0.isImageToImage && !$0.isInpainting && !$0.isControlled }
        print("pipelines: \(drawn.count) cases drawn")
        ParityRecorder.later(later.map(\.name), of: "pipelines")
    }

    private func expectPicture(of one: PipelineCase) throws {
        let (folder, tensors) = (try one.model(), try one.tensors())
        let (noise, sampler, autoencoder, unet) = (try one.noise(tensors), try one.sampler(), try folder.autoencoder(), try one.unet(of: folder))
        let positive = try tensors.tensor(one.tensorName("prompt_embeds"))
        let context = try one.guidance == nil ? positive : Tensor.concatenated([tensors.tensor(one.tensorName("negative_prompt_embeds")), positive], axis: 0)
        let latents = try tensors.tensor(one.tensorName("latents_steps"))
        let tolerance = try #require(one.value["tolerance"]["latents_atol"].float)

        let latentsRow = Parity("pipelines", "latents after every step")
        var loop = try DenoisingLoop(
            unet: unet, context: context, guidance: one.guidance, control: one.control(tensors, context: context), sampler: sampler, noise: noise,
            shape: #require(noise.draws.first).shape, start: one.start(tensors, autoencoder, unet, sampler), interruption: .never)
        expectClose(loop.latents, try tensors.floats(one.tensorName("latents_start")), absolute: tolerance, "\(one.name): start", parity: latentsRow)
        var count = 0
        while let step = try loop.next() {
            count += 1
            #expect(step.index == count && step.count == latents.shape[0], "\(one.name)")
            let expected = latents.sliced(axis: 0, (count - 1)..<count)
            expectClose(loop.latents.scalars, expected.scalars, absolute: tolerance, "\(one.name): step \(count)", parity: latentsRow)
        }
        #expect(count == latents.shape[0], "\(one.name)")

        let pictures = try autoencoder.pictures(from: loop.latents)
        let image = try tensors.tensor(one.tensorName("image"))
        expectClose(
            pictures.scalars, image.transposed(1, 3).transposed(2, 3).scalars, absolute: try #require(one.value["tolerance"]["image_atol"].float),
            one.name, parity: .init("pipelines", "pictures"))
    }

    /// The prompts themselves become the recorded vectors, where the tokenizer is there.
    @Test func promptsBecomeTheRecordedVectors() throws {
        for one in try PipelineCase.all() where one.isTextToImage {
            let folder = try one.model()
            guard FileManager.default.fileExists(atPath: "\(folder.path)/tokenizer/vocab.json") else {
                ParityRecorder.later(["prompts of \(one.name), without a tokenizer"], of: "pipelines")
                continue
            }
            let model = try StableDiffusion(files: folder, name: "tiny")
            let tensors = try one.tensors()
            let positive = try tensors.tensor(one.tensorName("prompt_embeds"))
            let expected = try one.guidance == nil ? [positive] : [tensors.tensor(one.tensorName("negative_prompt_embeds")), positive]
            let vectors = try TextToImage(model, settings: one.textSettings).context(for: one.pictures(count: positive.shape[0]))
            expectClose(vectors.scalars, expected.flatMap(\.scalars), absolute: 5e-5, one.name, parity: .init("pipelines", "vectors of prompts"))
        }
    }
}
