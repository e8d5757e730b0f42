import Easel

extension EaselEvent.Progress {
    /// One line: a bar, how far, how fast, what is being done, what else there is to say, the time.
    var bundle: DisplayBundle {
        DisplayBundle(
            text: ([title, bar, amount] + rest).joined(separator: "  "),
            html: "<div>\(HTML.escaped(title)) <progress value=\"\(done)\" max=\"\(max(count, 1))\"></progress> "
                + ([amount] + rest).map(HTML.escaped).joined(separator: " · ") + "</div>" + (rows.isEmpty ? "" : HTML.table(rows: rows)))
    }

    private var amount: String {
        let counted = unit.isEmpty || unit == "MiB" ? unit : "\(unit)s"
        return counted.isEmpty ? "\(done)/\(count)" : "\(done)/\(count) \(counted)"
    }

    private var rest: [String] { [activity, detail, speed, time].filter { !$0.isEmpty } }

    private var speed: String {
        guard let rate, rate > 0, rate.isFinite else { return "" }
        let isMany = rate >= 1
        let number = ((isMany ? rate : 1 / rate) * 10).rounded() / 10
        if unit == "MiB" { return isMany ? "\(number) MiB/s" : "\(number) s/MiB" }
        return isMany ? "\(number) \(unit)s/s" : "\(number) s/\(unit)"
    }

    private var bar: String {
        let filled = min(20, max(0, done) * 20 / max(count, 1))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    }

    private var time: String {
        switch state {
        case .finished: "in \(Duration.text(seconds))"
        case .stopped: "stopped after \(Duration.text(seconds))"
        case .running: secondsLeft.map { "\(Duration.text($0)) left" } ?? Duration.text(seconds)
        }
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
