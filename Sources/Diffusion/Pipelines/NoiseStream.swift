/// The random generator that a seed means.
public enum NoiseStream: String, CaseIterable, Codable, Sendable {
    /// PyTorch's on the CPU, which published recipes of diffusers use.
    case torch
    /// PyTorch's on a GPU, which web interfaces call GPU or NV noise.
    case philox
}
