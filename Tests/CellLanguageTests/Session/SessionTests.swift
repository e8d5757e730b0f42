import CellLanguage
import Foundation
import Synchronization
import Testing

@Suite struct SessionTests {
    @Test func outputStreams() throws {
        let console = Console()
        console.output.answers = ["Ann"]
        try console.run(
            "let name = readLine(\"Who? \") ?? \"\"\nfputs(name, stderr)\nshow(1, \"x\")\nclearOutput(wait: true)\nclearOutput()")
        #expect(console.output.prompts == ["Who? "])
        #expect(console.output.errorText == "Ann")
        #expect(console.output.displayed == ["1", "\"x\""])
        #expect(console.output.cleared == [true, false])
        #expect(try console.run("readLine(\"again\") == nil") == "true")
    }

    @Test(arguments: [
        "while true { }", "repeat { } while true", "for _ in 0... { }", "func f() { f2() }\nfunc f2() { }\nwhile true { f() }",
        "sleep(1000)",
        "[1, 2].forEach { _ in while true { } }", "var i = 0\nwhile i >= 0 { i += 1; i -= 1 }",
    ])
    func interruption(_ cell: String) {
        let console = Console()
        var turns = 0
        console.isInterrupted = {
            turns += 1
            return turns > 10
        }
        let failure = console.failure(cell)
        #expect(failure?.kind == .interrupted)
        #expect(failure?.name == "Interrupted")
    }

    @Test func interruptionIsNotCaught() {
        let console = Console()
        console.isInterrupted = { true }
        #expect(console.failure("do { while true { } } catch { print(\"caught\") }")?.kind == .interrupted)
        #expect(console.failure("try? sleep(5)")?.kind == .interrupted)
    }

    @Test func hostVariables() throws {
        let console = Console()
        console.session.set("parameters", to: ["a", "b"])
        #expect(try console.run("parameters.count") == "2")
        try console.run("let x = 4.5")
        #expect(console.session.value(of: "x")?.asDouble == 4.5)
        #expect(console.session.value(of: "y") == nil)
    }

    @Test func variablesAreSeenWhileACellRuns() throws {
        let console = Console()
        var seen: [String] = []
        console.isInterrupted = {
            seen.append(console.session.assistant.snapshot.variables["first"]?.brief ?? "-")
            return false
        }
        try console.run("let first = [1, 2]\nlet second = first.count")
        #expect(seen.contains("[1, 2]"))
        #expect(console.session.assistant.snapshot.variables["second"]?.type == .int)
    }

    @Test func recursionLimitIsConfigurable() throws {
        var limits = Limits()
        limits.callDepth = 50
        let console = Console(limits: limits)
        try console.run("func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }")
        #expect(try console.run("depth(40)") == "40")
        #expect(console.failure("depth(60)")?.kind == .recursion)
    }

    /// Deep recursion on the stack that the host is meant to give, and on a small one.
    @Test(arguments: [512 << 20, 1 << 20])
    func recursionEndsBeforeTheStack(_ stackSize: Int) async throws {
        let outcome = Mutex<(String?, CellError.Kind?)>((nil, nil))
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let console = Console()
            let plain = try? console.run(
                "func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }\ndepth(\(stackSize > 1 << 24 ? 9_900 : 50))")
            let kind = console.failure(
                "func f(_ xs: [Int]) -> [Int] { xs.map { x in f([x].sorted { a, b in f(xs).count < 2 })[0] } }\nf([1, 2])\ndepth(100000)")?
                .kind
            outcome.withLock { $0 = (plain, kind) }
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                done.wait()
                continuation.resume()
            }
        }
        #expect(outcome.withLock { $0.0 } == (stackSize > 1 << 24 ? "9900" : "50"))
        #expect(outcome.withLock { $0.1 } == .recursion)
    }

    @Test func failedDeclarationDeclaresNothing() throws {
        let console = Console()
        _ = console.failure("let x = [1][5]")
        #expect(console.failure("x")?.kind == .name)
        try console.run("let y = 1")
        _ = console.failure("let y = [1][5]")
        #expect(try console.run("y") == "1")
    }

    @Test func failedSortKeepsTheArray() throws {
        let console = Console()
        try console.run("var xs = [3, 1, 2]")
        _ = console.failure("xs.sort { a, b in [true][a] }")
        #expect(try console.run("xs") == "[3, 1, 2]")
        _ = console.failure("xs[1] += [1][7]")
        #expect(try console.run("xs") == "[3, 1, 2]")
        _ = console.failure("xs[0] = \"a\"")
        #expect(try console.run("xs") == "[3, 1, 2]")
    }
}
