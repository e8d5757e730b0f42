import FoundationEssentials
import JSONValues
import NeuralNetworks

/// What the UNet of a single file predicts, which its weights don't say.
///
/// In this order: what the person states; the `.yaml` of the original code beside the file; the `modelspec` of its metadata; a key `v_pred`; and the rule
/// of diffusers: SD 2.x predicts the velocity unless it stopped at step 875,000, everything else the noise.
struct SingleFilePrediction {
    let type: PredictionType
    let notes: [String]

    /// The step at which SD 2.0's base model was published.
    private static let baseStep = 875_000

    init(_ layout: SingleFileLayout, stated: PredictionType?) {
        if let known = stated ?? Self.yaml(beside: layout.path) ?? Self.modelSpecification(layout.metadata) ?? Self.marker(layout.markers) {
            (type, notes) = (known, [])
            return
        }
        let unet = layout.weights["unet"]
        let isSecond = unet?.entries["mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight"]?.shape.last == 1024
        guard isSecond, unet?.entries["conv_in.weight"]?.shape.dropFirst().first == 4 else {
            (type, notes) = (.epsilon, [])
            return
        }
        type = layout.numbers["global_step"] == Self.baseStep ? .epsilon : .velocity
        notes = [
            type == .epsilon
                ? "taken for a base model of 512 pixels by its training step"
                : "taken for a model of 768 pixels that predicts velocity; if its pictures are noise, it is a base model: load(…, prediction: .epsilon)"
        ]
    }

    /// Height and width of the latents: the SD 2.x that predict velocity were trained on 768 pixels.
    var sampleSize: Int { type == .velocity ? 96 : 64 }

    /// As in the published folders.
    var scheduler: [String: JSONValue] {
        [
            "_class_name": type == .velocity ? "DDIMScheduler" : "PNDMScheduler", "beta_start": 0.00085, "beta_end": 0.012,
            "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "prediction_type": .string(type.rawValue), "set_alpha_to_one": false,
            "clip_sample": false, "steps_offset": 1, "skip_prk_steps": true, "trained_betas": .null,
        ]
    }

    private static func yaml(beside path: String) -> PredictionType? {
        let file = URL(filePath: path).deletingPathExtension().path + ".yaml"
        guard let bytes = try? FileBytes.read(file, limit: 1 << 20) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("latent_diffusion") || text.contains("ldm.models") || text.contains("parameterization") else { return nil }
        return text.split(separator: "\n").contains { line in
            line.contains("parameterization:") && line.split(separator: ":").last?.trimmingPrefix(while: { " \"'".contains($0) }).first == "v"
        } ? .velocity : .epsilon
    }

    private static func modelSpecification(_ metadata: [String: String]) -> PredictionType? {
        switch metadata["modelspec.prediction_type"] {
        case "v", "v_prediction": .velocity
        case "epsilon": .epsilon
        default: nil
        }
    }

    private static func marker(_ markers: Set<String>) -> PredictionType? { markers.contains("v_pred") ? .velocity : nil }
}
