import CellLanguage
import CellVerbs
import Easel
import FoundationEssentials
import Jupyter
import ModelRegistry

/// Cells as Jupyter asks for them: the one place where the language, the verbs and the protocol meet.
struct CellInterpreter: Interpreter {
    let session = CellSession()
    private let widgets: WidgetDisplays?

    /// - Parameter comms: the lines to a front end's widgets, where there may be any.
    init(comms: CommService? = nil) {
        widgets = comms.map { WidgetDisplays(comms: $0) }
        session.engine.archive = ModelRegistry(folder: ModelRegistry.folder(environment: ProcessInfo.processInfo.environment))
    }

    var information: KernelInformation {
        KernelInformation(
            implementation: "easel", implementationVersion: EaselVersion.current,
            banner: """
                Easel \(EaselVersion.current): cells are Swift, pictures come from Stable Diffusion.
                Start with load("easel-tiny"); help() lists the verbs, help(sample) explains one.
                """,
            helpLinks: [
                HelpLink(text: "The Swift Programming Language", url: "https://docs.swift.org/swift-book/"),
                HelpLink(text: "Textual Inversion (paper)", url: "https://arxiv.org/abs/2208.01618"),
                HelpLink(text: "Stable Diffusion (paper)", url: "https://arxiv.org/abs/2112.10752"),
            ], hasSubshells: true)
    }

    func subshell() -> (any CellRunner)? { LookingRunner(session.onlooker(), widgets: widgets) }

    func recall(_ request: ExecuteRequest, output: any ExecutionOutput) -> Bool { session.recall(request.code, output: CellDisplay(output, widgets: widgets)) }

    func execute(_ request: ExecuteRequest, output: any ExecutionOutput) -> ExecutionOutcome {
        widgets?.begin(cell: request.cellID)
        let display = CellDisplay(output, widgets: widgets, cell: request.cellID)
        return switch session.execute(request.code, name: "cell [\(request.count)]", output: display) {
        case .failed(let name, let message, let traceback):
            .error(ExecutionError(name: name, value: message, traceback: traceback))
        case .finished:
            .ok(userExpressions: request.userExpressions.mapValues { evaluate($0) })
        }
    }

    private func evaluate(_ expression: String) -> ExpressionOutcome {
        do {
            let bundle = try session.evaluate(expression, output: SilentDisplay())
            return .ok(data: bundle.mimeData, metadata: bundle.mimeMetadata)
        } catch {
            return .error(ExecutionError(name: error.name, value: error.message, traceback: error.traceback()))
        }
    }

    func interrupt() { session.interrupt() }

    func resetInterrupt() { session.resetInterrupt() }
}
