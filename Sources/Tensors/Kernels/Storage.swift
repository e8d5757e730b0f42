/// Memory that tensors share: float32 elements on a 64-byte boundary, given back to the pool with the last tensor that uses them.
final class Storage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    private let size: SizeClass
    let keptPanels = KeptPanels()

    init(count: Int) {
        (base, size) = BufferPool.shared.take(count: count)
    }

    deinit { BufferPool.shared.giveBack(base, size) }
}
