public import CellLanguage
public import Easel
import NeuralNetworks
import Synchronization

/// Cells with the verbs: what a notebook's kernel and a script runner have in common.
///
/// `execute` is called on one thread with a large stack; `interrupt`, completion and inspection may come from any thread at any time.
public final class CellSession: @unchecked Sendable {
    public let engine: EaselSession
    private let language: CellLanguage.Session
    private let flag = InterruptFlag()
    private let log = OutputLog()

    public init(engine: EaselSession = EaselSession()) {
        self.engine = engine
        let library = Library.standard.addingVerbs(of: engine, log: log)
        let strings = StringCompletion(engine: engine, downloads: engine.hub, pages: HelpVerb.pages(in: library))
        language = CellLanguage.Session(library: library, completeString: strings.callAsFunction)
        engine.interruption = Interruption { [flag] in flag.isRaised }
    }

    /// Completion, inspection and help; also while a cell runs.
    public var assistant: Assistant { language.assistant }

    /// Functions and methods that throw in a compiled program; in cells nothing says so.
    public static let throwingNames: Set<String> = [
        "load", "loadAdapter", "lora", "merge", "oft", "reset", "addToken", "loadToken", "images", "sample", "train", "save", "recreate", "likeness",
        "difference", "at", "subject", "metamodel", "metamodels",
        "resized", "cropped",
    ]

    /// Runs a cell. The state before a failed statement stands.
    ///
    /// - Parameter name: what tracebacks call the cell.
    public func execute(_ code: String, name: String, output: any DisplayOutput) -> CellOutcome {
        let unlogged = output
        let output = LoggedOutput(output, log: log)
        let adapter = OutputAdapter(output, unlogged: unlogged)
        let events = EventDisplay(output)
        engine.onEvent = events.show
        log.begin()
        defer {
            engine.onEvent = { _ in }
            log.end()
        }
        do {
            let context = EvaluationContext(output: adapter, isInterrupted: { [flag] in flag.isRaised })
            if let value = try language.evaluate(code, name: name, context: context) { output.result(value.bundle) }
            return .finished
        } catch {
            let traceback = error.traceback()
            log.append(traceback.joined(separator: "\n") + "\n", isError: true)
            return .failed(name: error.name, message: error.message, traceback: traceback)
        }
    }

    /// Evaluates an expression without showing anything: what a front end asks for beside a cell.
    public func evaluate(_ expression: String, output: any DisplayOutput) throws(CellError) -> DisplayBundle {
        let context = EvaluationContext(output: OutputAdapter(output), isInterrupted: { [flag] in flag.isRaised })
        return try language.evaluate(expression, name: "Expression", context: context)?.bundle ?? DisplayBundle(text: "")
    }

    /// Runs a cell that only shows again what cells have shown, at once and on any thread, also while another cell runs; false for all other cells.
    public func recall(_ code: String, output: any DisplayOutput) -> Bool {
        guard code.split(whereSeparator: \.isWhitespace) == ["last()"], assistant.snapshot.variables["last"] == nil else { return false }
        if !log.replay(ofRunning: true, to: output) { output.write("No cell has shown anything yet.\n", toStandardError: false) }
        return true
    }

    /// Somebody who runs cells beside this session's, on another thread: they see its variables and change nothing.
    public func onlooker() -> CellOnlooker {
        CellOnlooker(language.onlooker(library: Library.standard.addingLookingVerbs(of: engine, log: log)))
    }

    /// Stops the running cell at its next turn or the next block of a network.
    public func interrupt() { flag.raise() }

    /// Forgets an interrupt that nobody saw, before the next cell starts.
    public func resetInterrupt() { flag.lower() }
}

/// The only thing that other threads share with the thread that runs cells.
final class InterruptFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .relaxed) }
    func raise() { raised.store(true, ordering: .relaxed) }
    func lower() { raised.store(false, ordering: .relaxed) }
}
