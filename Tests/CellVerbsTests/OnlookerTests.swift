import CellLanguage
import CellVerbs
import Easel
import Foundation
import Testing

/// Cells beside a session's cells: what they see, and that they can't disturb it.
@Suite(.serialized) struct OnlookerTests {
    private let bench = NotebookBench()

    private func look(_ code: String) -> (text: String?, error: String?) {
        let output = RecordingOutput()
        switch bench.session.onlooker().execute(code, name: "look", output: output) {
        case .finished: return (output.result?.text ?? output.text, nil)
        case .failed(let name, let message, _): return (nil, "\(name): \(message)")
        }
    }

    @Test func valuesAsTheLastStatementLeftThem() {
        #expect(bench.error("let a = 1\nvar list = [1, 2]\nlet words = [\"x\": [1.5]]\nfunc double(n: Int) -> Int { n * 2 }\nlet f = { $0 + 1 }") == nil)
        #expect(look("a + list.count").text == "3")
        #expect(look("words[\"x\"]!.map { $0 * 2 }").text == "[3.0]")
        #expect(look("print(list)").text == "[1, 2]\n")
        #expect(look("let b = a + 1\nfunc twice(n: Int) -> Int { n * 2 }\ntwice(n: b)").text == "4", "what a look declares is its own")
        #expect(look("b").error?.contains("no variable or function 'b'") == true)
        #expect(bench.run("b").outcome != .finished)
    }

    @Test func nothingIsChanged() {
        #expect(bench.error("var list = [1, 2]\nvar pair = [\"a\": [1]]") == nil)
        for code in ["list.append(3)", "list[0] = 9", "list = []", "pair[\"a\"]!.append(2)"] {
            #expect(look(code).error != nil, "\(code)")
        }
        #expect(bench.run("list").output.result?.text == "[1, 2]")
        #expect(look("var mine = list\nmine.append(3)\nmine").text == "[1, 2, 3]")
        #expect(bench.run("list").output.result?.text == "[1, 2]")
    }

    @Test func functionsAndWhatMayBeChangingAreNamedOnly() {
        #expect(bench.error("let model = load(MODEL)\nlet picture = sample(\"a cat\", steps: 1, seed: 3)[0]") == nil)
        #expect(bench.error("let cat = addToken(\"<my-cat>\", initializer: \"cat\")") == nil)
        #expect(bench.error("func double(n: Int) -> Int { n * 2 }\nlet both = [cat]\nlet f = { $0 + 1 }") == nil)
        #expect(look("picture.width").text == "64")
        #expect(look("picture").text?.hasPrefix("Image 64×64, seed 3") == true)
        #expect(look("cat").text?.hasPrefix("Token <my-cat>") == true)
        #expect(look("both.count").text == "1")
        #expect(look("cat.norm").error?.contains("may be changing while a cell runs") == true)
        #expect(look("both[0].reset()").error?.contains("main shell") == true)
        #expect(look("picture.resized(width: 8, height: 8)").error?.contains("main shell") == true)
        #expect(look("model.sample(\"a cat\")").error?.contains("main shell") == true)
        for name in ["double", "f"] { #expect(look("\(name)(2)").error?.contains("only the main shell can call") == true) }
        #expect(look("sample(\"a cat\")").error?.contains("sample works in the main shell only") == true)
        #expect(look("help(sample)").error?.contains("main shell only") == true && look("help(\"sample\")").error == nil)
        #expect(look("chart([1.0, 2.0])").error == nil)
    }

    /// One thread changes variables as fast as it can, the other looks.
    @Test func looksWhileACellRuns() {
        #expect(bench.error("var list = [0]\nvar total = 0\nvar names = [\"a\": [1]]") == nil)
        let session = bench.session
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let code = "for n in 0..<20000 { list.append(n); total += n; names[\"a\"]!.append(n); if list.count > 100 { list = [0] } }"
            for _ in 0..<5 { _ = session.execute(code, name: "cell", output: RecordingOutput()) }
            done.signal()
        }
        var looks = 0
        repeat {
            #expect(look("list.count + total + names[\"a\"]!.count - names[\"a\"]!.count").error == nil)
            looks += 1
        } while done.wait(timeout: .now()) == .timedOut
        #expect(looks > 5)
    }
}
