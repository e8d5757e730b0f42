import CellLanguage

extension Verbs {
    /// `last` for the main shell, where the cell that asks is the one that runs, or for cells beside it.
    func last(beside: Bool) -> NativeFunction {
        .verb(
            "last", [],
            "Shows the output of the last cell that showed something again, or that of the cell that runs: what it printed, its progress and its pictures.\n\nAfter a reload of the browser's tab nothing is lost: progress and pictures go on here. It answers at once, also while another cell runs."
        ) { [log] call in
            guard let output = call.context.output as? OutputAdapter else { return .nothing }
            if !beside { log.markReplay() }
            if !log.replay(ofRunning: beside, to: output.unlogged) { output.write("No cell has shown anything yet.\n", to: .standardOutput) }
            return .nothing
        }
    }
}
