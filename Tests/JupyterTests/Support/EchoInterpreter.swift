import Foundation
import JSONValues
import Jupyter
import Synchronization

/// A language of one-word commands, one a line, which bring forth everything that a cell can.
final class EchoInterpreter: Interpreter {
    private let isInterrupted = Atomic(false)
    private let memory: Memory

    /// What all shells see.
    private final class Memory: Sendable { let text = Mutex("") }

    init() { memory = Memory() }

    private init(memory: Memory) { self.memory = memory }

    func subshell() -> (any CellRunner)? { EchoInterpreter(memory: memory) }

    let information = KernelInformation(
        implementation: "echo", implementationVersion: "1.0", banner: "Echo",
        helpLinks: [HelpLink(text: "Help", url: "https://example.org")],
        hasSubshells: true)

    func recall(_ request: ExecuteRequest, output: any ExecutionOutput) -> Bool {
        guard request.code == "recall" else { return false }
        output.stdout("again")
        return true
    }

    func execute(_ request: ExecuteRequest, output: any ExecutionOutput) -> ExecutionOutcome {
        do {
            for line in request.code.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                try perform(words.first ?? "", words.count > 1 ? words[1] : "", output)
            }
        } catch let error as ExecutionError {
            return .error(error)
        } catch {
            return .error(ExecutionError(name: "\(type(of: error))", value: "\(error)", traceback: ["\(error)"]))
        }
        let expressions = request.userExpressions.mapValues { expression -> ExpressionOutcome in
            expression == "bad" ? .error(failure("NameError")) : .ok(data: ["text/plain": .string(expression)])
        }
        return .ok(userExpressions: expressions, payload: request.code == "page" ? [.page(["text/plain": "paged"])] : [])
    }

    private func perform(_ command: String, _ argument: String, _ output: any ExecutionOutput) throws {
        switch command {
        case "out": output.stdout(argument + "\n")
        case "err": output.stderr(argument + "\n")
        case "value": output.executeResult(["text/plain": .string(argument)], metadata: [:])
        case "show": output.displayData(["text/plain": .string(argument)], metadata: [:], displayID: "d1")
        case "update": output.updateDisplayData(["text/plain": .string(argument)], metadata: [:], displayID: "d1")
        case "clear": output.clearOutput(wait: argument == "wait")
        case "flood": for number in 0..<(Int(argument) ?? 0) { output.stdout("\(number)\n") }
        case "set": memory.text.withLock { $0 = argument }
        case "get": output.stdout(memory.text.withLock { $0 })
        case "sleep": usleep((UInt32(argument) ?? 0) * 1000)
        case "wait": try waitForInterrupt()
        case "ask": output.stdout("got " + (try output.requestInput(prompt: argument, password: false)))
        case "secret": output.stdout("got " + (try output.requestInput(prompt: argument, password: true)))
        case "deep": output.stdout("\(depth(Int(argument) ?? 0))")
        case "fail": throw failure(argument)
        default: break
        }
    }

    private func failure(_ name: String) -> ExecutionError {
        ExecutionError(name: name, value: "it failed", traceback: ["\u{1b}[31m\(name)\u{1b}[0m: it failed"])
    }

    private func waitForInterrupt() throws {
        for _ in 0..<10_000 where !isInterrupted.load(ordering: .acquiring) { usleep(1000) }
        throw failure("Interrupted")
    }

    @inline(never) private func depth(_ number: Int) -> Int {
        var ballast = [UInt8](repeating: 0, count: 16)
        return number == 0 ? 0 : withUnsafeMutableBytes(of: &ballast) { _ in depth(number - 1) + 1 }
    }

    func complete(_ code: String, cursor: Int) -> Completion {
        Completion(matches: [.init(text: "echo", type: "function", signature: "(text)"), .init(text: "\(cursor)")], start: 0, end: cursor)
    }

    func inspect(_ code: String, cursor: Int, detail: Int) -> Inspection {
        code.isEmpty ? .notFound : .found(["text/plain": .string("\(code) at \(cursor) in detail \(detail)")])
    }

    func isComplete(_ code: String) -> Completeness {
        switch code.last {
        case "{": .incomplete(indent: "    ")
        case "}": .complete
        case "!": .invalid
        default: .unknown
        }
    }

    func interrupt() { isInterrupted.store(true, ordering: .releasing) }

    func resetInterrupt() { isInterrupted.store(false, ordering: .releasing) }
}
