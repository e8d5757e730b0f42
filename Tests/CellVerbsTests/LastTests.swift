import CellVerbs
import Foundation
import Testing

/// The output of the last or the running cell, shown again.
@Suite(.serialized) struct LastTests {
    private let bench = NotebookBench()

    @Test func theLastCellIsShownAgainWhole() throws {
        bench.run("print(\"one\")\nfputs(\"two\", stderr)\nprint(\"three\")\nlet a = 1\na + 1")
        for _ in 0..<2 {
            let again = bench.run("last()").output
            #expect(again.text == "one\ntwothree\n" && again.displays.map(\.bundle.text) == ["2"], "asked twice, it says the same")
        }
        #expect(bench.run("let silent = 3").outcome == .finished)
        #expect(bench.run("last()").output.text == "one\ntwothree\n", "a cell that shows nothing hides nothing")
        bench.run("print(1)\nnowhere")
        #expect(bench.run("last()").output.text.contains("no variable or function 'nowhere'"))
    }

    @Test func clearedOutputIsGone() {
        #expect(bench.run("last()").output.text == "No cell has shown anything yet.\n")
        bench.run("print(1)\nclearOutput()\nprint(2)\nclearOutput(wait: true)\nprint(3)")
        #expect(bench.run("last()").output.text == "3\n")
        bench.run("for i in 0..<40000 { print(\"a line of some length, number\", i) }")
        let text = bench.run("last()").output.text
        #expect(text.utf8.count < 1_200_000 && text.hasSuffix("number 39999\n"), "the newest megabyte is kept")
    }

    /// What is shown beside a running cell has the identifiers of its displays, so that it goes on changing.
    @Test func theRunningCellIsShownBesideIt() throws {
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")\nlet photos = images(CATS)")
        let (session, beside, recalled) = (bench.session, RecordingOutput(), RecordingOutput())
        var shown = 0
        let training = bench.run("print(\"off\")\ntrain(cat, on: photos, steps: 5000, validateEvery: 0)") {
            shown += 1
            guard shown == 12 else { return }
            _ = session.onlooker().execute("last()", name: "look", output: beside)
            _ = session.recall(" last()\n", output: recalled)
            session.interrupt()
        }
        for output in [beside, recalled] {
            #expect(output.text == "off\n")
            let ids = output.displays.compactMap(\.id)
            #expect(ids.count == 2 && ids == training.output.displays.compactMap(\.id))
            #expect(output.displays.contains { $0.bundle.text.contains("training <my-cat>") })
            #expect(output.displays.contains { $0.bundle.data["image/svg+xml"] != nil })
            #expect(training.output.updates.contains { ids.contains($0.id) && $0.bundle.text.contains("stopped after") })
        }
    }

    @Test func onlyThatCellIsRunAtOnce() {
        for code in ["1", "last() + 1", "print(1); last()", "last"] {
            #expect(!bench.session.recall(code, output: RecordingOutput()), "\(code)")
        }
        bench.run("let last = { 5 }")
        #expect(!bench.session.recall("last()", output: RecordingOutput()), "a person's own function")
    }
}
