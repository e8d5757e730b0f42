import Easel
import Foundation

/// Turns the engine's events into displays that update in place; one for each run of a cell.
final class EventDisplay {
    private let output: any DisplayOutput
    /// Display identifiers must not meet those of other cells or of an earlier kernel, whose outputs may still be shown.
    private let prefix = "easel-\(UUID().uuidString.prefix(8))"
    private var shown: Set<Int> = []

    init(_ output: any DisplayOutput) { self.output = output }

    func show(_ event: EaselEvent) {
        switch event {
        case .progress(let id, let progress): put(progress.bundle, id)
        case .training(let id, let report): put(report.bundle, id)
        case .snapshots(let id, let snapshots): put(snapshots.bundle, id)
        case .draft(let id, let image): put(image?.bundle ?? .nothing, id)
        case .allocation(let allocation): output.display(allocation.bundle, id: nil)
        case .note(let text): output.display(.note(text), id: nil)
        case .warning(let text): output.display(.warning(text), id: nil)
        }
    }

    private func put(_ bundle: DisplayBundle, _ id: Int) {
        if shown.insert(id).inserted {
            output.display(bundle, id: "\(prefix)-\(id)")
        } else {
            output.update(bundle, id: "\(prefix)-\(id)")
        }
    }
}
