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

    /// The picture that the run begins from; nil for pure noise.
    func start(_ tensors: FixtureTensors, _ autoencoder: AutoencoderKL, _ sampler: any Sampler) throws -> PictureStart? {
        guard isImageToImage else { return nil }
        let input = try tensors.tensor(tensorName("input_image_u8"))
        let (height, width) = (input.shape[0], input.shape[1])
        let picture = try Bitmap(width: width, height: height, pixels: input.scalars.map { UInt8($0) })
        let scale = 8
        let fitted = try picture.resized(width: width / scale * scale, height: height / scale * scale, filter: .lanczos)
        return PictureStart(
            try autoencoder.encode(fitted.tensor.unsqueezed(axis: 0)), scalingFactor: autoencoder.configuration.scalingFactor,
            strength: value["settings"]["strength"].double ?? 1, steps: steps, sampler: sampler)
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
