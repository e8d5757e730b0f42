import TestSupport
import Testing

/// The table that the parity suites write.
@Suite struct ParityTableTests {
    private let rows: [(Parity, ParityError)] = [
        (Parity("b", "UNet"), ParityError(error: 2e-6, tolerance: 1e-5, place: "first")),
        (Parity("a", "text"), ParityError(error: 0, tolerance: 0, place: "ids")),
        (Parity("b", "UNet"), ParityError(error: 1e-6, tolerance: 2e-6, place: "second | half")),
        (Parity("b", "UNet"), ParityError(error: 3e-6, tolerance: 1e-4, place: "third")),
    ]

    private func table(_ rows: [(Parity, ParityError)]) -> ParityTable {
        var table = ParityTable()
        for (parity, measured) in rows { table.add(measured, to: parity) }
        table.addLater(["x", "w"], of: "c")
        return table
    }

    @Test func theWorstOfEachKindIsShownInAnOrderOfItsOwn() {
        let text = table(rows).markdown
        #expect(text == table(rows.reversed()).markdown)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
        #expect(lines[2] == "| a | text | 1 | none | exact | |")
        #expect(lines[3] == #"| b | UNet | 3 | 1.0e-06 | 2.0e-06 | second \| half |"#)
        #expect(lines.last == "- c: 2 (`w`, `x`)")
    }

    @Test func sectionsAreReplacedAndTheRestStays() {
        let document = "# T\n\n<!-- a: begin -->\nold\n<!-- a: end -->\nrest\n"
        #expect(ParityTable.replace("a", in: document, with: "new") == "# T\n\n<!-- a: begin -->\nnew\n<!-- a: end -->\nrest\n")
        #expect(ParityTable.replace("b", in: "x\n", with: "new") == "x\n\n<!-- b: begin -->\nnew\n<!-- b: end -->\n")
    }

    @Test func anErrorBeyondItsToleranceFails() {
        let row = Parity("tests of the table", "failures")
        withKnownIssue { ParityRecorder.expect(2, within: 1, "too much", row, in: .scratch) }
        withKnownIssue { ParityRecorder.expect(.nan, within: 1, "no number", row, in: .scratch) }
        withKnownIssue { expectClose([1, 2.5], [1, 2], absolute: 0.4) }
        withKnownIssue { expectClose([1, .nan], [1, 2], absolute: 0.4) }
        expectClose([1, .nan, .infinity], [1.25, .nan, .infinity], absolute: 0.4)
        #expect(ParityError(error: .nan, tolerance: 1, place: "").share == .infinity)
    }
}
