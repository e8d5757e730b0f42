import Diffusion
import Foundation
import Tensors
import TestSupport

/// A case of the fixture group `pipelines`: what a pipeline of diffusers drew, from the first noise to the picture.
struct PipelineCase {
    private static let group = "pipelines"

    let value: FixtureValue

    static func all() throws -> [PipelineCase] { (try Fixtures.manifest(group)["cases"].array ?? []).map(PipelineCase.init) }

    var name: String { value["name"].string ?? "" }
    var isTextToImage: Bool { value["pipeline"].string == "StableDiffusionPipeline" }
    var isImageToImage: Bool { value["pipeline"].string == "StableDiffusionImg2ImgPipeline" }
    var isInpainting: Bool { value["pipeline"].string == "StableDiffusionInpaintPipeline" }
    var steps: Int { value["settings"]["num_inference_steps"].int ?? 0 }

    /// nil where only the prompt's prediction is computed.
    var guidance: Guidance? {
        let scale = value["settings"]["guidance_scale"].float ?? 0
        return scale > 1 ? Guidance(scale: scale, rescale: value["settings"]["guidance_rescale"].float ?? 0) : nil
    }

    /// The settings that decide how prompts are encoded.
    var textSettings: SamplingSettings {
        let settings = value["settings"]
        return SamplingSettings(guidanceScale: settings["guidance_scale"].double ?? 1, clipSkip: settings["clip_skip"].int ?? 0)
    }

    /// Prompts written once belong to every picture.
    func pictures(count: Int) -> [TextToImage.Picture] {
        func texts(_ key: String) -> [String] { value["settings"][key].strings ?? [value["settings"][key].string ?? ""] }
        let (prompts, negative) = (texts("prompt"), texts("negative_prompt"))
        return (0..<count).map { .init(prompt: prompts[$0 % prompts.count], negativePrompt: negative[$0 % negative.count], seed: 0) }
    }

    /// The folder of the model and its group.
    func model() throws -> ModelFolder {
        let path = value["model"].string ?? ""
        guard let slash = path.firstIndex(of: "/"), let folder = Fixtures.folder(String(path[..<slash])) else { throw FixtureError.missing(path) }
        return try ModelFolder(path: folder + path[slash...])
    }

    func tensors() throws -> FixtureTensors {
        let file = (value["model"].string ?? "").prefix { $0 != "-" } + ".safetensors"
        guard let path = Fixtures.file(Self.group, String(file)) else { throw FixtureError.missing("\(Self.group)/\(file)") }
        return try FixtureTensors(path)
    }

    func tensorName(_ key: String) -> String { value["tensors"][key].string ?? "" }

    /// The recorded noise, in the order in which the loop draws it.
    func noise(_ tensors: FixtureTensors) throws -> RecordedNoise {
        var draws = try (value["tensors"]["draws"].strings ?? []).map(tensors.tensor)
        // diffusers draws the picture's own noise once for each generator, all the rest for the batch.
        let batch = value["seeds"].array?.count ?? 1
        if isImageToImage, batch > 1 { draws.replaceSubrange(0..<batch, with: [Tensor.concatenated(Array(draws[..<batch]), axis: 0)]) }
        return RecordedNoise(draws: draws)
    }

    /// The network that a case is drawn with, which may be another than the model's own.
    func unet(of folder: ModelFolder) throws -> UNet2DConditionModel {
        guard let name = value["unet"].string?.split(separator: " ").first, let slash = name.firstIndex(of: "/") else { return try folder.unet() }
        guard let path = Fixtures.file(String(name[..<slash]), String(name[name.index(after: slash)...])) else { throw FixtureError.missing("\(name)") }
        let replaced = try FolderWithComponent(folder.path, component: "unet", from: path)
        return try ModelFolder(path: replaced.path).unet()
    }

    /// The picture that the run begins from, or paints in; nil for pure noise.
    func start(_ tensors: FixtureTensors, _ autoencoder: AutoencoderKL, _ unet: UNet2DConditionModel, _ sampler: any Sampler) throws -> PictureStart? {
        guard isImageToImage || isInpainting else { return nil }
        let picture = try bitmap(tensors, "input_image_u8")
        let (scale, strength) = (8, value["settings"]["strength"].double ?? 1)
        let mask = try isInpainting ? Mask(bitmap(tensors, "mask_u8")) : nil
        let canvas = try SourceCanvas(
            picture, repainting: mask.map { Repainting(mask: $0) }, width: picture.width / scale * scale, height: picture.height / scale * scale)
        return try PictureStart(
            [canvas], autoencoder: autoencoder, seesSurroundings: unet.configuration.inputChannels == 9, strength: strength, steps: steps,
            sampler: sampler)
    }

    /// A picture of recorded bytes; one of a single colour channel becomes gray.
    private func bitmap(_ tensors: FixtureTensors, _ name: String) throws -> Bitmap {
        let input = try tensors.tensor(tensorName(name))
        let bytes = input.scalars.map { UInt8($0) }
        return try Bitmap(width: input.shape[1], height: input.shape[0], pixels: input.rank == 3 ? bytes : bytes.flatMap { [$0, $0, $0] })
    }

    /// The scheduler as its saved configuration sets it up.
    func sampler() throws -> any Sampler {
        var object = value["scheduler_config"].object ?? [:]
        object["_class_name"] = value["scheduler"]
        let configuration = try SchedulerConfiguration(json: Data(FixtureValue.object(object).json.utf8), file: name)
        return try configuration.makeSampler(steps: steps, options: SamplerOptions(eta: value["settings"]["eta"].float ?? 0))
    }
}

/// Noise that was recorded, in the order in which it was drawn.
struct RecordedNoise: NoiseSource {
    var draws: [Tensor]

    mutating func draw(_ shape: [Int]) -> Tensor { draws.removeFirst() }
}
