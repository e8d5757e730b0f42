import Diffusion

extension Recipe {
    /// Reads what another tool, or Easel's own JPEG, says of a picture: hashes are then the first digits only.
    ///
    /// Nil where the text lacks something without which no picture can be drawn, or names a sampler that Easel does not have.
    init?(parameters text: String) {
        guard let parameters = GenerationParameters(text), let steps = parameters.fields["Steps"].flatMap({ Int($0) }),
            let seed = parameters.fields["Seed"].flatMap({ UInt64($0) }), let sampler = Self.sampler(parameters.fields),
            let size = Self.size(parameters.fields["Size"]), let guidance = Double(parameters.fields["CFG scale"] ?? "")
        else { return nil }
        let fields = parameters.fields
        var details = SamplingDetails()
        details.eta = fields["Eta DDIM"].flatMap { Double($0) } ?? 0
        // The interfaces draw their noise on a GPU where they say nothing else.
        details.noise = fields["RNG"] == "CPU" ? .torch : .philox
        // They read weights where they say nothing else, and Easel does not.
        let isEasels = Self.isEasels(fields)
        details.promptSyntax = fields["Emphasis"] == "None" || isEasels && fields["Emphasis"] == nil ? .plain : .weighted
        self.init(
            prompt: parameters.prompt, negativePrompt: parameters.negativePrompt, steps: steps, guidanceScale: guidance, sampler: sampler.rawValue,
            seed: seed, width: size.width, height: size.height, clipSkip: max(0, (fields["Clip skip"].flatMap { Int($0) } ?? 1) - 1),
            model: fields["Model"] ?? "", modelHash: fields["Model hash"] ?? "", tokens: Self.pairs(fields["TI hashes"] ?? ""),
            adapters: Self.adapters(fields["Adapters"] ?? ""), details: details)
        let steered = Self.controls(fields)
        if !steered.controls.isEmpty { (controls, isGuess) = (steered.controls, steered.isGuess ? true : nil) }
        easel = isEasels ? String((fields["Version"] ?? "").dropFirst("Easel ".count)) : ""
    }

    /// Whether Easel drew the picture; other tools' recipes have no version of Easel's.
    var isEasels: Bool { !easel.isEmpty }

    private static func isEasels(_ fields: [String: String]) -> Bool { fields["Version"]?.hasPrefix("Easel ") == true }

    /// The sampler's name in the interfaces, in newer ones with the schedule in a field of its own.
    private static func sampler(_ fields: [String: String]) -> SamplerName? {
        guard let name = fields["Sampler"] else { return nil }
        let full = fields["Schedule type"] == "Karras" && !name.hasSuffix(" Karras") ? "\(name) Karras" : name
        return SamplerName.allCases.first { $0.webName == full } ?? SamplerName(rawValue: full)
    }

    private static func size(_ text: String?) -> (width: Int, height: Int)? {
        let sides = (text ?? "").split(separator: "x").compactMap { Int($0) }
        return sides.count == 2 ? (sides[0], sides[1]) : nil
    }

    private static func pairs(_ text: String) -> [String: String] { Dictionary(list(text)) { first, _ in first } }

    /// Names and their hashes.
    private static func list(_ text: String) -> [(String, String)] {
        text.split(separator: ",").compactMap { piece -> (String, String)? in
            guard let colon = piece.lastIndex(of: ":") else { return nil }
            return (String(piece[..<colon].drop(while: \.isWhitespace)), String(piece[piece.index(after: colon)...].drop(while: \.isWhitespace)))
        }
    }

    private static func adapters(_ text: String) -> [UsedAdapter] {
        list(text).compactMap { name, hash in
            guard let at = name.lastIndex(of: "@"), let strength = Double(name[name.index(after: at)...]) else { return nil }
            return UsedAdapter(name: String(name[..<at]), strength: strength, hash: hash)
        }
    }
}
