/// A session of the cell language: the variables, and the evaluation of one cell after the other.
///
/// Where cells differ from Swift on purpose:
/// - Int widens to Double in arithmetic and arguments; labelled arguments may come in any order; arrays may mix types (`[Any]`).
/// - Types of parameters may be left out. A function without `->` then gives the value of its only expression.
/// - A function finds variables of the session by name: it sees what a later cell declares anew.
/// - Dictionaries keep the order in which keys came. `enumerated`, `zip`, `reversed`, `split` and slices give arrays, characters are texts.
/// - `.name` without a known type is a value of its own, which the parameter that takes it will resolve.
/// - What `catch` and `try?` see is any error of a cell but an interruption and an endless recursion.
///
/// A session belongs to one thread. That thread should have a large stack (512 MiB are meant): how deep functions may call each other follows from
/// what is there, up to ``Limits/callDepth``. Completion and inspection run on any thread, through ``assistant``.
public final class Session {
    public let library: Library
    public let limits: Limits
    /// Completion, inspection and help, also while a cell runs.
    public let assistant: Assistant
    let globals = Globals()
    private let shared = SharedValues()

    public init(library: Library = .standard, limits: Limits = Limits(), completeString: Assistant.StringCompleter? = nil) {
        self.library = library
        self.limits = limits
        assistant = Assistant(library: library, completeString: completeString)
    }

    /// Evaluates a cell.
    ///
    /// The cell is parsed and its names and calls are checked as a whole before anything runs. Then its statements run one by one; when one
    /// fails, what the statements before it did stands.
    /// - Parameter name: what a traceback calls the cell, such as `Cell 3`.
    /// - Returns: the value of the last expression; `nil` where there is none or a `;` silences it.
    public func evaluate(_ source: String, name: String = "Cell", context: EvaluationContext) throws(CellError) -> Value? {
        let source = SourceText(source, name: name)
        let (program, capturedNames) = try Parser.parse(source)
        let code = try Resolver.resolve(program, capturedNames: capturedNames, source: source, library: library, globals: globals)
        do {
            return try run(code, context)
        } catch {
            throw error.located(in: source)
        }
    }

    private func run(_ code: CellCode, _ context: EvaluationContext) throws(CellError) -> Value? {
        let execution = Execution(context: context, library: library, limits: limits)
        do {
            return try Execution.$current.withValue(execution) { try run(code, execution) }
        } catch { throw CellError(hostError: error) }
    }

    private func run(_ code: CellCode, _ execution: Execution) throws(CellError) -> Value? {
        let frame = Frame(slotCount: code.slotCount, boxCount: code.boxCount, captures: [], execution: execution, source: code.source)
        defer { publish(globals.declaredNames) }
        for function in code.functions { declare(function.variable, function.code) }
        var result: Value?
        for step in code.steps {
            defer { publish(step.names) }
            switch step.kind {
            case .declared: break
            case .statement(let statement):
                try execution.checkInterruption()
                _ = try statement.execute(frame)
            case .result(let node):
                try execution.checkInterruption()
                result = try node.evaluate(frame)
            }
        }
        guard let result, !result.isNothing else { return nil }
        set("_", to: result)
        return code.isSilenced ? nil : result
    }

    private func declare(_ variable: GlobalVariable, _ code: FunctionCode) {
        variable.value = .function(FunctionValue(.closure(code, captures: [])))
        variable.declaredType = nil
        variable.isConstant = true
        variable.isDeferred = false
        variable.isDeclared = true
    }

    private func publish(_ names: [String]) {
        guard !names.isEmpty else { return }
        let variables = names.compactMap { name in value(of: name).map { (name: name, value: $0) } }
        assistant.publish(variables)
        shared.publish(variables)
    }

    /// Somebody who evaluates cells beside this session's, on another thread. What its cells can name without declaring it stands in `library`.
    public func onlooker(library: Library) -> Onlooker {
        Onlooker(library: library, limits: limits, shared: shared, assistant: assistant)
    }

    /// The value of a variable.
    public func value(of name: String) -> Value? {
        guard globals.isDeclared(name) else { return nil }
        let value = globals.variable(name).value
        return value.isNothing ? nil : value
    }

    /// Declares a constant whose value is another session's.
    func lend(_ name: String, _ value: Value) {
        let variable = globals.variable(name)
        variable.value = value
        variable.isConstant = true
        variable.isDeclared = true
    }

    /// Declares a variable, as `var name = value` would.
    public func set(_ name: String, to value: Value) {
        let variable = globals.variable(name)
        variable.value = value
        variable.declaredType = nil
        variable.isConstant = false
        variable.isDeferred = false
        variable.isDeclared = true
        publish([name])
    }
}
