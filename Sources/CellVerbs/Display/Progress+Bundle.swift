import Easel

extension EaselEvent.Progress {
    /// One line: a bar, how far, what else there is to say, the time.
    var bundle: DisplayBundle {
        DisplayBundle(
            text: [title, bar, "\(done)/\(count)", detail, time].filter { !$0.isEmpty }.joined(separator: "  "),
            html: "<div>\(HTML.escaped(title)) <progress value=\"\(done)\" max=\"\(max(count, 1))\"></progress> \(done)/\(count)"
                + (detail.isEmpty ? "" : " · \(HTML.escaped(detail))") + " · \(time)</div>")
    }

    private var bar: String {
        let filled = min(20, max(0, done) * 20 / max(count, 1))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    }

    private var time: String {
        if isFinished { return "in \(Duration.text(seconds))" }
        return secondsLeft.map { "\(Duration.text($0)) left" } ?? ""
    }
}

/// Seconds as people read them.
enum Duration {
    static func text(_ seconds: Double) -> String {
        guard seconds >= 10 else { return "\((seconds * 10).rounded() / 10) s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
