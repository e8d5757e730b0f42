import JSONValues

/// Settings that few pictures need; what is nil is the checkpoint's.
public struct SamplingDetails: Equatable, Sendable, Codable {
    /// How prompts are read.
    public var promptSyntax = PromptSyntax.plain
    /// DDIM: how much of DDPM's noise each step adds, 0 to 1.
    public var eta = 0.0
    /// How much of the deviation that guidance adds to predictions is taken back, 0 to 1.
    public var guidanceRescale = 0.0
    /// The random generator that a seed means.
    public var noise = NoiseStream.torch
    /// How sampling timesteps are picked from those of training.
    public var timestepSpacing: TimestepSpacing?
    /// What the network predicts.
    public var prediction: PredictionType?
    /// Whether the noise schedule is rescaled so that sampling starts from noise alone.
    public var zeroTerminalSNR: Bool?

    public init() {}

    /// Keys that an earlier version did not write have their defaults.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        promptSyntax = try container.decodeIfPresent(PromptSyntax.self, forKey: .promptSyntax) ?? .plain
        eta = try container.decodeIfPresent(Double.self, forKey: .eta) ?? 0
        guidanceRescale = try container.decodeIfPresent(Double.self, forKey: .guidanceRescale) ?? 0
        noise = try container.decodeIfPresent(NoiseStream.self, forKey: .noise) ?? .torch
        timestepSpacing = try container.decodeIfPresent(TimestepSpacing.self, forKey: .timestepSpacing)
        prediction = try container.decodeIfPresent(PredictionType.self, forKey: .prediction)
        zeroTerminalSNR = try container.decodeIfPresent(Bool.self, forKey: .zeroTerminalSNR)
    }

    /// The keys of a scheduler's configuration that are not the checkpoint's.
    private var replacements: [SchedulerKey: JSONValue] {
        var values: [SchedulerKey: JSONValue] = [:]
        if let timestepSpacing { values[.timestepSpacing] = .string(timestepSpacing.rawValue) }
        if let prediction { values[.predictionType] = .string(prediction.rawValue) }
        if let zeroTerminalSNR { values[.rescaleBetasZeroSNR] = .bool(zeroTerminalSNR) }
        return values
    }

    /// The sampler for a model whose configuration the details change.
    ///
    /// - Throws: `DiffusionError.invalidArgument` for a detail that is out of range or that the sampler doesn't have.
    func makeSampler(_ name: SamplerName, configuration: SchedulerConfiguration, steps: Int) throws -> any Sampler {
        func require(_ condition: Bool, _ argument: String, _ expected: String, _ found: Any) throws {
            guard condition else { throw DiffusionError.invalidArgument(name: argument, expected: expected, found: "\(found)") }
        }
        let sampler = ".\(name.rawValue)"
        try require((0...1).contains(guidanceRescale), "guidanceRescale", "from 0 to 1", guidanceRescale)
        try require(eta == 0 || name == .ddim, "eta", "0 with \(sampler); .ddim has it", eta)
        let keys = name.schedulerClass.acceptedKeys
        try require(
            timestepSpacing == nil || keys.contains(.timestepSpacing) && !name.placesOwnSteps, "timestepSpacing",
            "nothing with \(sampler), which places its steps in its own way", timestepSpacing?.rawValue ?? "")
        try require(
            zeroTerminalSNR != true || keys.contains(.rescaleBetasZeroSNR), "zeroTerminalSNR",
            "false with \(sampler), which divides by the signal", true)
        return try name.make(configuration: configuration.replacing(replacements), steps: steps, options: SamplerOptions(eta: Float(eta)))
    }

    /// The noise relative to the signal before each evaluation of the network, and after the last one.
    ///
    /// - Throws: as for drawing with these settings, and for a sampler that chooses its steps as it goes.
    public func sigmas(of name: SamplerName, configuration: SchedulerConfiguration, steps: Int) throws -> [Double] {
        guard !name.choosesSteps else {
            throw DiffusionError.invalidArgument(
                name: "sampler", expected: "one that plans its steps", found: ".\(name.rawValue), which chooses them on the way")
        }
        let plan = try makeSampler(name, configuration: configuration, steps: steps).plan
        return try name.configuration(for: configuration.replacing(replacements)).sigmas(of: plan, steps: steps)
    }
}

extension SchedulerConfiguration {
    /// The configuration with other values for some keys.
    func replacing(_ values: [SchedulerKey: JSONValue]) throws -> SchedulerConfiguration {
        var result = self
        if !values.isEmpty { try result.take(saved.merging(values) { $1 }) }
        return result
    }
}
