/// Whether what a gradient needs is kept or computed a second time.
public enum GradientCheckpointing: String, CaseIterable, Sendable {
    /// Kept, unless memory is short.
    case auto
    /// Computed a second time: a step of Stable Diffusion 1.5 takes about two fifths more time, and at 512×512 a third of the memory beyond the weights.
    case on
    /// Kept.
    case off

    /// - Parameters:
    ///   - memory: what keeping everything takes, in bytes.
    ///   - free: what there is, in bytes.
    func decided(memory: Int, free: Int) -> Bool { self == .on || self == .auto && memory > free }
}
