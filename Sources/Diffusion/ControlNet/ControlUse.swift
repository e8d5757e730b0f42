/// How a ControlNet steers a picture.
public struct ControlUse {
    public let network: ControlNetModel
    /// What it adds is multiplied by this; 0 for nothing.
    public var weight: Double
    /// The share of the steps after which it begins, and that after which it ends; names of diffusers' `control_guidance_start` and `control_guidance_end`.
    public var start: Double
    public var end: Double

    public init(_ network: ControlNetModel, weight: Double = 1, start: Double = 0, end: Double = 1) {
        self.network = network
        self.weight = weight
        self.start = start
        self.end = end
    }

    /// Whether it steers all of the way.
    var isWhole: Bool { start <= 0 && end >= 1 }

    /// Whether it steers at an evaluation of the network.
    ///
    /// - Parameters:
    ///   - index: counted from 0, among those that are taken.
    ///
    /// Source: diffusers, `StableDiffusionControlNetPipeline`, `controlnet_keep`.
    func isActive(at index: Int, of count: Int) -> Bool {
        guard !isWhole else { return true }
        return Double(index) / Double(count) >= start && Double(index + 1) / Double(count) <= end
    }
}
