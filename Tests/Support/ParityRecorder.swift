package import Testing
import Foundation
import Synchronization

/// Takes what the suites measure; where EASEL_PARITY_TABLE names a document, its sections are written anew when the tests have run.
package enum ParityRecorder {
    /// Cases of fixtures and the comparison at full size are sections of the document; what tests of this recorder measure goes nowhere.
    package enum Section: String, Sendable { case fixtures, large, scratch }

    private static let tables = Mutex<[Section: ParityTable]>([:])
    private static let registration: Void = {
        if document != nil { atexit { ParityRecorder.write() } }
    }()

    private static var document: String? { ProcessInfo.processInfo.environment["EASEL_PARITY_TABLE"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Expects an error within its tolerance, and records it.
    package static func expect(
        _ error: Double, within tolerance: Double, _ place: String, _ parity: Parity, in section: Section = .fixtures,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(error <= tolerance, "\(place)", sourceLocation: sourceLocation)
        record(ParityError(error: error, tolerance: tolerance, place: place), parity, in: section)
    }

    /// Expects the same to the last bit, and records it.
    package static func expectEqual<Value: Equatable>(
        _ actual: Value, _ expected: Value?, _ place: String, _ parity: Parity, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(actual == expected, "\(place)", sourceLocation: sourceLocation)
        record(ParityError(error: actual == expected ? 0 : .infinity, tolerance: 0, place: place), parity, in: .fixtures)
    }

    package static func record(_ measured: ParityError, _ parity: Parity, in section: Section = .fixtures) {
        _ = registration
        tables.withLock { $0[section, default: ParityTable()].add(measured, to: parity) }
    }

    /// Names cases that a later feature answers for, here and in the document.
    package static func later(_ names: [String], of group: String) {
        guard !names.isEmpty else { return }
        print("\(group): later: \(names.count): \(names.joined(separator: "; "))")
        _ = registration
        tables.withLock { $0[.fixtures, default: ParityTable()].addLater(names, of: group) }
    }

    private static func write() {
        guard let document else { return }
        var text = (try? String(contentsOfFile: document, encoding: .utf8)) ?? "# Parity\n\n"
        for (section, table) in tables.withLock({ $0 }).sorted(by: { $0.key.rawValue < $1.key.rawValue }) where !table.isEmpty && section != .scratch {
            text = ParityTable.replace(section.rawValue, in: text, with: "Measured on \(processor).\n\n\(table.markdown)")
        }
        do {
            try text.write(toFile: document, atomically: true, encoding: .utf8)
        } catch {
            print("The table could not be written: \(error)")
        }
    }

    /// What the kernel calls the processor.
    private static var processor: String {
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "a processor without a name"
    }
}
