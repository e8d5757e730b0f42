import Synchronization

/// A button beside a cell that works: it ends the work, and what was done is kept.
public final class StopButton: Sendable {
    private let pressed = Atomic<Bool>(false)

    public var isPressed: Bool { pressed.load(ordering: .relaxed) }

    /// May be called from any thread.
    public func press() { pressed.store(true, ordering: .relaxed) }
}
