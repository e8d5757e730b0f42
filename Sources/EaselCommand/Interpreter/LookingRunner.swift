import CellLanguage
import CellVerbs
import Jupyter

/// The cells of a subshell.
struct LookingRunner: CellRunner {
    private let onlooker: CellOnlooker

    private let widgets: WidgetDisplays?

    init(_ onlooker: CellOnlooker, widgets: WidgetDisplays?) { (self.onlooker, self.widgets) = (onlooker, widgets) }

    func execute(_ request: ExecuteRequest, output: any ExecutionOutput) -> ExecutionOutcome {
        switch onlooker.execute(request.code, name: "subshell cell [\(request.count)]", output: CellDisplay(output, widgets: widgets)) {
        case .failed(let name, let message, let traceback):
            .error(ExecutionError(name: name, value: message, traceback: traceback))
        case .finished:
            .ok(userExpressions: request.userExpressions.mapValues(evaluate))
        }
    }

    private func evaluate(_ expression: String) -> ExpressionOutcome {
        do {
            let bundle = try onlooker.evaluate(expression, output: SilentDisplay()) ?? DisplayBundle(text: "")
            return .ok(data: bundle.mimeData, metadata: bundle.mimeMetadata)
        } catch {
            return .error(ExecutionError(name: error.name, value: error.message, traceback: error.traceback()))
        }
    }

    func interrupt() { onlooker.interrupt() }

    func resetInterrupt() { onlooker.resetInterrupt() }
}
