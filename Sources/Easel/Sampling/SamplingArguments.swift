public import Diffusion

/// The arguments of `sample`; those that are nil take the checkpoint's recommendation, then Easel's default.
public struct SamplingArguments: Sendable {
    public var negativePrompt = ""
    /// Pictures a prompt.
    public var count = 1
    public var steps: Int?
    public var guidanceScale: Double?
    public var sampler: SamplerName?
    /// Of the first picture; the next ones count on. Random, and reported, where it is nil.
    public var seed: UInt64?
    public var width: Int?
    public var height: Int?
    public var clipSkip = 0
    public var details = SamplingDetails()
    /// The picture that all begin from, or one for each prompt; without a size of its own, a picture has its source's.
    public var sources: [Image] = []
    /// What of each source is painted anew; nil for all of it, or with `extend` for none.
    public var mask: MaskArea?
    /// How far pictures reach beyond their sources, in pixels; rounded up to what the autoencoder divides.
    public var extend: Margins?
    /// Within how many pixels outside of the mask what is painted fades into the source.
    public var feather = 0
    /// Whether a source's own pixels are put back where nothing was painted.
    public var keepUnmasked = true
    /// The share of the steps that is taken from a source on: the more, the less of it stays; nil for 0.8, or 1 where a part is painted anew.
    public var strength: Double?
    /// Whether ControlNets are to say all, and prompts need not.
    public var isGuess = false
    /// Whether pictures are shown while they are being drawn.
    public var preview = false

    public init() {}

    /// Whether a part of the sources is kept as it is.
    var paintsAPart: Bool { mask != nil || extend != nil }

    /// Easel's own defaults.
    public static let standardSteps = 25
    public static let standardGuidanceScale = 7.5
    public static let standardStrength = 0.8
    public static let standardPaintingStrength = 1.0
    public static let standardSampler = SamplerName.pndm
}
