/// Memory that tensors share: float32 elements on a 64-byte boundary, given back to the pool with the last tensor that uses them.
final class Storage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    private let capacity: Int

    init(count: Int) {
        (base, capacity) = BufferPool.shared.take(count: count)
    }

    deinit { BufferPool.shared.giveBack(base, capacity: capacity) }
}
