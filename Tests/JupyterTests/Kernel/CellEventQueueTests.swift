import Foundation
import Glibc
import JSONValues
import Jupyter
import Testing

/// What lies between a cell and its front ends.
@Suite struct CellEventQueueTests {
    private let queue: CellEventQueue

    init() throws { queue = CellEventQueue(wake: try WakeDescriptor()) }

    private func takeAll() -> [CellEvent] { queue.take(now: .now + .seconds(1)).entries.map(\.event) }

    private func texts(_ events: [CellEvent], _ wanted: StreamName) -> String {
        events.map { if case .stream(wanted, let text) = $0 { text } else { "" } }.joined()
    }

    @Test func orderIsExactBelowTheLimit() {
        for number in 0..<100 {
            queue.append("a\(number)", to: .stdout, cell: 1)
            queue.append("b\(number)", to: .stderr, cell: 1)
        }
        queue.append(.clearOutput(wait: false), cell: 1)
        queue.append("end", to: .stdout, cell: 1)
        let expected: [CellEvent] = (0..<100).flatMap { [.stream(.stdout, "a\($0)"), .stream(.stderr, "b\($0)")] }
        #expect(takeAll() == expected + [.clearOutput(wait: false), .stream(.stdout, "end")])
    }

    @Test func alternatingStreamsAreJoinedAboveIt() {
        let start = ContinuousClock.now
        for number in 0..<20_000 {
            queue.append("a\(number)", to: .stdout, cell: 1)
            queue.append("b\(number)", to: .stderr, cell: 1)
        }
        let events = takeAll()
        #expect(Double(events.count) < 2200 + 800 * ((.now - start) / .seconds(1)))
        #expect(texts(events, .stdout) == (0..<20_000).map { "a\($0)" }.joined())
        #expect(texts(events, .stderr) == (0..<20_000).map { "b\($0)" }.joined())
    }

    @Test func displaysAreSlowedDownAboveIt() {
        let start = ContinuousClock.now
        for number in 0..<2400 { queue.append(.display(["text/plain": .int(number)], metadata: [:], displayID: nil), cell: 1) }
        #expect(.now - start > .milliseconds(300))
        #expect(takeAll().count == 2400, "and none is lost")
    }

    /// A text of two million bytes comes in pieces, no faster than jupyter-server passes on, and whole.
    @Test func textIsSlowedDownAboveIt() {
        let (text, start) = (String(repeating: "é\n", count: 500_000), ContinuousClock.now)
        queue.append(text, to: .stdout, cell: 1)
        #expect(.now - start > .milliseconds(1500), "2 million bytes, of which 0.6 at once and 0.75 a second")
        let events = takeAll()
        #expect(texts(events, .stdout) == text)
        #expect(events.allSatisfy { if case .stream(_, let text) = $0 { text.utf8.count <= 2 * 16 << 10 } else { false } })
    }

    @Test func interruptedCellsAreNotHeldBack() throws {
        let (text, start, queue) = (String(repeating: "a", count: 3_900_000), ContinuousClock.now, queue)
        let late = Thread {
            usleep(50_000); queue.hurry()
        }
        late.start()
        queue.append(text, to: .stdout, cell: 1)
        #expect(.now - start < .milliseconds(1000))
        queue.append(.finished(.ok()), cell: 1)
        #expect(texts(takeAll(), .stdout) == text)
        let next = ContinuousClock.now
        queue.append(String(text.prefix(100_000)), to: .stdout, cell: 2)
        #expect(.now - next > .milliseconds(50), "the next cell is paced again")
    }

    @Test func onlyTheLastOfPromptUpdatesIsSent() {
        func update(_ number: Int, _ id: String) -> CellEvent { .updateDisplay(["text/plain": .int(number)], metadata: [:], displayID: id) }
        for number in 0..<10_000 { queue.append(update(number, "a"), cell: 1) }
        queue.append("text", to: .stdout, cell: 1)
        queue.append(update(1, "a"), cell: 1)
        queue.append(update(2, "b"), cell: 1)
        queue.append(update(3, "b"), cell: 2)
        #expect(takeAll() == [update(9999, "a"), .stream(.stdout, "text"), update(1, "a"), update(2, "b"), update(3, "b")])
    }
}
