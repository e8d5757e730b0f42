/// Where a cell's output goes; a notebook front end or a terminal stands behind it. Called in order, on the thread that runs the cell.
public protocol DisplayOutput: AnyObject {
    func write(_ text: String, toStandardError: Bool)
    /// Shows a bundle; with an identifier it can be updated.
    func display(_ bundle: DisplayBundle, id: String?)
    /// Replaces what was shown under an identifier.
    func update(_ bundle: DisplayBundle, id: String)
    /// Shows the value of the cell's last expression.
    func result(_ bundle: DisplayBundle)
    func clearOutput(wait: Bool)
    /// Asks the person for a line; nil at the end of input.
    ///
    /// - Throws: where nobody can be asked.
    func readLine(prompt: String) throws -> String?

    /// Whether a front end is there that shows controls.
    var hasControls: Bool { get }
    /// Shows controls beside a picture; where there are none, the fallback.
    func display(_ panel: ControlPanel, fallback: DisplayBundle)
    /// Shows a button under an identifier; false where there are none.
    func display(_ button: StopButton, id: String) -> Bool
}

extension DisplayOutput {
    public var hasControls: Bool { false }

    public func display(_ panel: ControlPanel, fallback: DisplayBundle) { display(fallback, id: nil) }

    public func display(_ button: StopButton, id: String) -> Bool { false }
}
