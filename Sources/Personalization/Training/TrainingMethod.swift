/// How something is learnt: what a thing is decides it.
public enum TrainingMethod: String, CaseIterable, Sendable, Codable {
    case textualInversion
    case dreamBooth
    case fineTuning
    case lora
    case oft
    case controlNet

    /// What people call it.
    public var name: String {
        switch self {
        case .textualInversion: "Textual Inversion"
        case .dreamBooth: "DreamBooth"
        case .fineTuning: "fine-tuning"
        case .lora: "LoRA"
        case .oft: "OFT"
        case .controlNet: "ControlNet"
        }
    }

    /// The learning rate where neither a person nor the checkpoint says one.
    ///
    /// Source: diffusers' training scripts and their documentation, August 2026; for OFT, Qiu et al. 2023.
    ///
    /// - Parameters:
    ///   - batch: pictures a step.
    ///   - trainsTextEncoder: whether the text model learns too, which bears less.
    public func standardLearningRate(batch: Int, trainsTextEncoder: Bool = false) -> Double {
        switch self {
        case .textualInversion: 5e-4 * Double(batch)
        case .dreamBooth: trainsTextEncoder ? 2e-6 : 5e-6
        case .fineTuning: 1e-5
        case .lora: 1e-4
        case .oft: 6e-5
        case .controlNet: 1e-5
        }
    }
}
