import Diffusion

extension Recipe {
    /// How the picture was drawn, as the engine takes it; nil for a sampler that it does not have.
    var settings: SamplingSettings? {
        SamplerName(rawValue: sampler).map { sampler in
            SamplingSettings(
                steps: steps, guidanceScale: guidanceScale, sampler: sampler, width: width, height: height, clipSkip: clipSkip,
                strength: source?.strength ?? 1, details: details ?? SamplingDetails())
        }
    }
}
