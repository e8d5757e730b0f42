public import Diffusion
import FoundationEssentials

/// Everything that decided a picture: enough to draw it again.
public struct Recipe: Equatable, Sendable, Codable {
    public var format = 1
    public var prompt: String
    public var negativePrompt: String
    public var steps: Int
    public var guidanceScale: Double
    public var sampler: String
    public var seed: UInt64
    public var width: Int
    public var height: Int
    public var clipSkip: Int
    public var model: String
    /// SHA-256 of the weights.
    public var modelHash: String
    /// SHA-256 of the vectors of each token in the prompts.
    public var tokens: [String: String]
    /// The adapters that were in use, in order; nil for none.
    public var adapters: [UsedAdapter]?
    /// The picture that it began from; nil for noise alone.
    public var source: Source?
    /// The ControlNets that steered it, in order; nil for none.
    public var controls: [UsedControl]?
    /// Whether they were to say all, and the prompt need not; nil for no.
    public var isGuess: Bool?
    public var easel: String
    /// What few pictures need; nil where all of it is as usual.
    public var details: SamplingDetails?

    /// An adapter that a picture was drawn with.
    public struct UsedAdapter: Equatable, Sendable, Codable {
        public var name: String
        public var strength: Double
        /// SHA-256 of what it had learnt.
        public var hash: String
    }

    /// A picture that another began from.
    public struct Source: Equatable, Sendable, Codable {
        /// SHA-256 of its size and pixels.
        public var hash: String
        public var strength: Double
        /// What of it was painted anew; nil for all of it.
        public var repainting: Repainting?
    }

    /// One line for people.
    public var summary: String {
        let adapters = (adapters ?? []).map { ", \($0.name) at \(Self.number($0.strength))" }.joined()
        let source = source.map { ", \($0.repainting == nil ? "from" : "in") a picture at \(Self.number($0.strength))" } ?? ""
        let controls = (controls ?? []).map { ", steered by \($0.name) at \(Self.number($0.weight))" }.joined()
        return "\(steps) steps of \(sampler), guidance \(Self.number(guidanceScale)), seed \(seed), \(width)×\(height), \(model)\(adapters)\(source)\(controls)"
    }

    /// The text that the web interfaces read and write under the keyword `parameters`.
    ///
    /// Source: the info text of AUTOMATIC1111's interface.
    public var parameters: String {
        var lines = [prompt]
        if !negativePrompt.isEmpty { lines.append("Negative prompt: \(negativePrompt)") }
        var fields = [
            "Steps: \(steps)", "Sampler: \(SamplerName(rawValue: sampler)?.webName ?? sampler)", "CFG scale: \(Self.number(guidanceScale))", "Seed: \(seed)",
            "Size: \(width)x\(height)", "Model hash: \(modelHash.prefix(10))", "Model: \(Self.quoted(model))",
        ]
        if clipSkip > 0 { fields.append("Clip skip: \(clipSkip + 1)") }
        if let source { fields += ["Denoising strength: \(Self.number(source.strength))"] + (source.repainting?.fields ?? []) }
        if !tokens.isEmpty {
            let hashes = tokens.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.prefix(12))" }.joined(separator: ", ")
            fields.append("TI hashes: \"\(hashes)\"")
        }
        if let adapters, !adapters.isEmpty {
            let uses = adapters.map { "\($0.name)@\(Self.number($0.strength)): \($0.hash.prefix(12))" }.joined(separator: ", ")
            fields.append("Adapters: \"\(uses)\"")
        }
        fields += controlFields + Self.fields(of: details ?? SamplingDetails()) + syntaxFields
        fields.append("Version: Easel \(easel)")
        return (lines + [fields.joined(separator: ", ")]).joined(separator: "\n")
    }

    /// The recipe as JSON with sorted keys.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Reads a recipe back from the JSON that a picture carries.
    public init?(json: String) {
        guard let recipe = try? JSONDecoder().decode(Recipe.self, from: Data(json.utf8)) else { return nil }
        self = recipe
    }

    init(
        prompt: String, negativePrompt: String, steps: Int, guidanceScale: Double, sampler: String, seed: UInt64, width: Int, height: Int,
        clipSkip: Int, model: String, modelHash: String, tokens: [String: String], adapters: [UsedAdapter] = [], source: Source? = nil, details: SamplingDetails
    ) {
        self.prompt = prompt
        self.negativePrompt = negativePrompt
        self.steps = steps
        self.guidanceScale = guidanceScale
        self.sampler = sampler
        self.seed = seed
        self.width = width
        self.height = height
        self.clipSkip = clipSkip
        self.model = model
        self.modelHash = modelHash
        self.tokens = tokens
        self.adapters = adapters.isEmpty ? nil : adapters
        self.source = source
        easel = EaselVersion.current
        self.details = details == SamplingDetails() ? nil : details
    }

    /// Where the noise comes from is said always: the interfaces' own default is a GPU's.
    private static func fields(of details: SamplingDetails) -> [String] {
        (details.eta == 0 ? [] : ["Eta DDIM: \(number(details.eta))"]) + ["RNG: \(details.noise == .torch ? "CPU" : "NV")"]
    }

    /// How the prompt is read, in the interfaces' word; left out where both syntaxes read the same.
    private var syntaxFields: [String] {
        if details?.promptSyntax == .weighted { return ["Emphasis: Original"] }
        return [prompt, negativePrompt].contains { WeightedPrompt($0).parts != [.init($0)] } ? ["Emphasis: None"] : []
    }

    private static func number(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)" }

    private static func quoted(_ text: String) -> String {
        text.contains { ",:\n\"".contains($0) } ? "\"\(text.replacing("\"", with: "\\\""))\"" : text
    }
}
