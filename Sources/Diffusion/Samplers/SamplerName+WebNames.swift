extension SamplerName {
    /// What web interfaces call the sampler, nil where they have none like it.
    ///
    /// Source: the samplers of AUTOMATIC1111's interface; those it lacks as ComfyUI and InvokeAI call them.
    public var webName: String? {
        guard !isKarras else {
            return Self(rawValue: String(rawValue.dropLast("Karras".count)))?.webName.map { "\($0) Karras" }
        }
        return switch self {
        case .pndm: "PLMS"
        case .ddim: "DDIM"
        case .ddpm: "DDPM"
        case .lms: "LMS"
        case .euler: "Euler"
        case .eulerAncestral: "Euler a"
        case .heun: "Heun"
        case .dpm2: "DPM2"
        case .dpm2Ancestral: "DPM2 a"
        case .dpmFast: "DPM fast"
        case .dpmAdaptive: "DPM adaptive"
        case .dpmpp2s: "DPM++ 2S"
        case .dpmpp2sAncestral: "DPM++ 2S a"
        case .dpmpp2m: "DPM++ 2M"
        case .dpmppSDE: "DPM++ SDE"
        case .dpmpp2mSDE: "DPM++ 2M SDE"
        case .dpmpp3mSDE: "DPM++ 3M SDE"
        case .deis: "DEIS"
        case .unipc: "UniPC"
        case .lcm: "LCM"
        default: nil
        }
    }
}
