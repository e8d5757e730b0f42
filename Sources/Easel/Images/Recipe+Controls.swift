import Diffusion

extension Recipe {
    /// A ControlNet that steered a picture.
    public struct UsedControl: Equatable, Sendable, Codable {
        public var name: String
        /// SHA-256 of the net's weights.
        public var hash: String
        /// SHA-256 of the size and the pixels of what it was shown; empty where another tool did not say.
        public var picture: String
        public var weight: Double
        public var start: Double
        public var end: Double
    }

    /// Notes what steered, each net with what it was shown.
    mutating func setControls(_ used: [UsedControl], shown: [Bitmap], isGuess: Bool) {
        guard !used.isEmpty else { return }
        controls = zip(used, shown).map { control, picture in
            var control = control
            control.picture = Image(picture).digest
            return control
        }
        self.isGuess = isGuess ? true : nil
    }

    /// As the web interfaces' extension for ControlNets writes it; the picture is Easel's addition.
    ///
    /// Source: sd-webui-controlnet, `infotext.py`.
    var controlFields: [String] {
        (controls ?? []).enumerated().map { index, control in
            let parts = [
                "Model: \(control.name) [\(control.hash.prefix(10))]", "Picture: \(control.picture.prefix(10))", "Weight: \(control.weight)",
                "Guidance Start: \(control.start)", "Guidance End: \(control.end)",
                "Control Mode: \(isGuess == true ? "ControlNet is more important" : "Balanced")",
            ]
            return "ControlNet \(index): \"\(parts.joined(separator: ", "))\""
        }
    }

    /// The nets that such fields speak of, in order, and whether they were to say all.
    static func controls(_ fields: [String: String]) -> (controls: [UsedControl], isGuess: Bool) {
        let texts = (0..<16).compactMap { fields["ControlNet \($0)"] }
        let parts = texts.map { text in
            Dictionary(
                text.split(separator: ",").compactMap { piece -> (String, String)? in
                    guard let colon = piece.firstIndex(of: ":") else { return nil }
                    return (String(piece[..<colon].drop(while: \.isWhitespace)), String(piece[piece.index(after: colon)...].drop(while: \.isWhitespace)))
                }
            ) { first, _ in first }
        }
        let controls = parts.map { part in
            let model = (part["Model"] ?? "").split(separator: "[")
            func number(_ key: String, _ standard: Double) -> Double { part[key].flatMap { Double($0) } ?? standard }
            return UsedControl(
                name: (model.first ?? "").trimming(" "), hash: model.count > 1 ? model[1].trimming("] ") : "", picture: part["Picture"] ?? "",
                weight: number("Weight", 1), start: number("Guidance Start", 0), end: number("Guidance End", 1))
        }
        return (controls, parts.contains { $0["Control Mode"] == "ControlNet is more important" })
    }
}

extension Substring {
    fileprivate func trimming(_ characters: String) -> String {
        var text = drop { characters.contains($0) }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
