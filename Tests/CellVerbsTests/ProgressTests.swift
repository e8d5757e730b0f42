import CellVerbs
import Foundation
import FoundationXML
import Testing

/// What a person sees while work goes on: one line, one dashboard, pictures that form; and that nothing is left half-drawn.
@Suite(.serialized) struct ProgressTests {
    private let bench = NotebookBench()

    /// What each display came to, in the order in which they were first shown.
    private func final(_ output: RecordingOutput) -> [DisplayBundle] {
        output.displays.map { display in output.updates.last { $0.id == display.id }?.bundle ?? display.bundle }
    }

    @Test func trainingShowsOneLineAndOneDashboard() throws {
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")")
        let output = bench.run(
            "train(cat, on: images(CATS), steps: 4, validateEvery: 2, preview: \"a photo of <my-cat>\", previewEvery: 2, previewCount: 1, previewSteps: 2)"
        ).output
        let ends = final(output)
        let lines = ends.filter { $0.text.hasPrefix("training <my-cat>") }
        let dashboards = ends.filter { $0.data["image/svg+xml"] != nil }
        #expect(lines.count == 1 && dashboards.count == 1)
        let line = try #require(lines.first)
        #expect(line.text.contains("4/4 steps") && line.text.contains(" in ") && !line.text.contains("\n"))
        for row in ["smoothed", "on fixed noise", "learning rate", "change of what is learnt"] {
            #expect(line.data["text/html"]?.contains(">\(row)<") == true, "\(row)")
        }
        let dashboard = try #require(dashboards.first)
        #expect(dashboard.text.contains("after steps 0, 2, 4") && dashboard.png != nil, "\(dashboard.text)")
        let svg = try #require(dashboard.data["image/svg+xml"])
        for text in [">Loss<", ">smoothed<", ">Learning rate<", ">Change of what is learnt (norm)<", "data:image/jpeg;base64,"] {
            #expect(svg.contains(text), "\(text)")
        }
        #expect(XMLParser(data: Data(svg.utf8)).parse())
    }

    /// A dashboard is drawn twice a second at most besides where something happened.
    @Test func theDashboardIsNotDrawnMoreThanTwiceASecond() throws {
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")")
        let start = ContinuousClock.now
        let output = bench.run("train(cat, on: images(CATS), steps: 60, validateEvery: 0)").output
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let drawn = (output.displays.map(\.bundle) + output.updates.map(\.bundle)).count { $0.data["image/svg+xml"] != nil }
        #expect(drawn >= 2 && Double(drawn) <= 2 * seconds + 3, "\(drawn) in \(seconds) s")
    }

    @Test(arguments: ["train(cat, on: photos, steps: 5000, validateEvery: 0)", "sample(\"a cat\", count: 200, steps: 200, seed: 1, preview: true)"])
    func nothingIsLeftHalfDrawnAfterAnInterrupt(_ cell: String) throws {
        bench.run("load(MODEL)\nlet cat = addToken(\"<my-cat>\", initializer: \"cat\")\nlet photos = images(CATS)")
        var shown = 0
        let session = bench.session
        let run = bench.run(cell) {
            shown += 1
            if shown == 8 { session.interrupt() }
        }
        guard case .failed("Interrupted", _, _) = run.outcome else { Issue.record("\(run.outcome)"); return }
        let ends = final(run.output)
        let bars = ends.filter { $0.text.contains("█") || $0.text.contains("░") }.filter { !$0.text.contains("\n") }
        #expect(bars.count == 1 && bars.allSatisfy { $0.text.contains("stopped after") }, "\(bars.map(\.text))")
        #expect(ends.count { $0.text.hasPrefix("Image") } == 0, "a draft is left")
    }

    @Test func aPictureIsShownWhileItForms() throws {
        bench.run("load(MODEL)")
        let output = bench.run("sample(\"a cat\", steps: 20, seed: 1, preview: true)").output
        let drafts = (output.displays.map(\.bundle) + output.updates.map(\.bundle)).filter { $0.png != nil }
        #expect(drafts.count >= 3)
        #expect(final(output).allSatisfy { $0.png == nil }, "the draft gives way to the result")
        #expect(output.result?.png != nil)
    }

    /// Somebody who waits learns how far the work is, how fast it goes, how long it will take and what is being done.
    @Test func aLineSaysHowFarHowFastAndHowLong() throws {
        bench.run("load(MODEL)")
        let output = bench.run("sample(\"a cat\", count: 32, steps: 30, seed: 1, sampler: .ddim);").output
        let texts = output.displays.map(\.bundle.text) + output.updates.map(\.bundle.text)
        try #require(texts.count > 2, "the work was too short")
        #expect(texts.contains { $0.contains("drawing") && $0.contains("steps/s") && $0.contains(" left") }, "\(texts)")
        #expect(try #require(texts.last).contains("60/60 steps"), "\(texts)")
    }
}
