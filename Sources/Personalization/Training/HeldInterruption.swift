import NeuralNetworks
import Synchronization

/// An interruption that can be kept waiting, while something is changed that must not stay half changed.
final class HeldInterruption: Sendable {
    private let asked: Interruption
    private let isHeld = Atomic<Bool>(false)

    init(_ interruption: Interruption) { asked = interruption }

    /// For computations that go on below: it asks for nothing while it is held.
    var unlessHeld: Interruption { Interruption { !self.isHeld.load(ordering: .relaxed) && self.asked.isRequested } }

    /// - Throws: `Interrupted`, held or not.
    func check() throws { try asked.check() }

    /// Keeps interrupts waiting meanwhile.
    func holding(_ work: () throws -> Void) rethrows {
        isHeld.store(true, ordering: .relaxed)
        defer { isHeld.store(false, ordering: .relaxed) }
        try work()
    }
}
