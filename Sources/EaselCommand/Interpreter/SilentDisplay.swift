import CellLanguage
import CellVerbs

/// Swallows what an expression shows that is evaluated for its value only.
final class SilentDisplay: DisplayOutput {
    func write(_ text: String, toStandardError: Bool) {}
    func display(_ bundle: DisplayBundle, id: String?) {}
    func update(_ bundle: DisplayBundle, id: String) {}
    func result(_ bundle: DisplayBundle) {}
    func clearOutput(wait: Bool) {}

    func readLine(prompt: String) throws -> String? {
        throw CellError(named: "InputError", "An expression cannot ask for input.")
    }
}
