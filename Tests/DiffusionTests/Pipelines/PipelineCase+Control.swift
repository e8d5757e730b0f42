import Diffusion
import Tensors
import TestSupport

extension PipelineCase {
    var isControlled: Bool { value["pipeline"].string == "StableDiffusionControlNetPipeline" }

    /// The ControlNet that steers, with its recorded picture; nil where there is none.
    func control(_ tensors: FixtureTensors, context: Tensor) throws -> ControlGuide? {
        guard isControlled else { return nil }
        let group = (value["controlnet"].string ?? "").prefix { $0 != "/" }
        let settings = value["settings"]
        let use = ControlUse(
            try ModelGroup(String(group)).controlNet(), weight: settings["controlnet_conditioning_scale"].double ?? 1,
            start: settings["control_guidance_start"].double ?? 0, end: settings["control_guidance_end"].double ?? 1)
        let bytes = try tensors.tensor(tensorName("control_image_u8"))
        let picture = try Bitmap(width: bytes.shape[1], height: bytes.shape[0], pixels: bytes.scalars.map { UInt8($0) })
        let latents = try tensors.tensor(tensorName("latents_start")).shape
        let fitted = try picture.resized(width: latents[3] * 8, height: latents[2] * 8, filter: .lanczos)
        return try ControlGuide(
            [use], conditions: [fitted.condition.unsqueezed(axis: 0)], context: context, isGuided: guidance != nil,
            isGuess: settings["guess_mode"].bool ?? false)
    }
}
