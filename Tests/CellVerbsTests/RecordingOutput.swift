import CellVerbs

/// What a cell wrote and showed, in order.
final class RecordingOutput: DisplayOutput {
    private(set) var text = ""
    private(set) var displays: [(bundle: DisplayBundle, id: String?)] = []
    private(set) var updates: [(bundle: DisplayBundle, id: String)] = []
    private(set) var result: DisplayBundle?
    /// Called when something is shown or updated: the place from which a test interrupts.
    var onDisplay: () -> Void = {}

    func write(_ text: String, toStandardError: Bool) { self.text += text }

    func display(_ bundle: DisplayBundle, id: String?) {
        displays.append((bundle, id))
        onDisplay()
    }

    func update(_ bundle: DisplayBundle, id: String) {
        updates.append((bundle, id))
        onDisplay()
    }

    func result(_ bundle: DisplayBundle) { result = bundle }
    func clearOutput(wait: Bool) {}
    func readLine(prompt: String) -> String? { nil }
}
