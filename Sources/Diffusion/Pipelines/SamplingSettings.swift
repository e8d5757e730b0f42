/// What decides how pictures are drawn, besides the model, the prompts and the seeds.
public struct SamplingSettings: Equatable, Sendable {
    public var steps: Int
    /// How strongly the prompt pulls away from the negative prompt; at 1 and below the negative prompt is not computed.
    public var guidanceScale: Double
    public var sampler: SamplerName
    /// Pixels.
    public var width: Int
    public var height: Int
    /// How many of the text model's last layers are left out.
    public var clipSkip: Int
    /// For pictures that begin from another one: the share of the steps that is taken, above 0; at 1 little of that picture stays.
    public var strength: Double
    public var details: SamplingDetails

    public init(
        steps: Int = 25, guidanceScale: Double = 7.5, sampler: SamplerName = .pndm, width: Int = 512, height: Int = 512, clipSkip: Int = 0,
        strength: Double = 1, details: SamplingDetails = SamplingDetails()
    ) {
        self.steps = steps
        self.guidanceScale = guidanceScale
        self.sampler = sampler
        self.width = width
        self.height = height
        self.clipSkip = clipSkip
        self.strength = strength
        self.details = details
    }

    var isGuided: Bool { guidanceScale > 1 }
}
