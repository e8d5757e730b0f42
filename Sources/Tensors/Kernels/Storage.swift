import Synchronization

/// Memory that tensors share: float32 elements on a 64-byte boundary, given back to the pool with the last tensor that uses them.
final class Storage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int
    private let size: SizeClass
    let keptPanels = KeptPanels()
    private let narrowForm: Mutex<NarrowForm>

    /// The same elements in half of the memory, as long as somebody holds them.
    private struct NarrowForm {
        weak var storage: NarrowStorage?
        /// Whether these elements were made of it.
        var isExact = false
    }

    init(count: Int) {
        (base, size) = BufferPool.shared.take(count: count)
        self.count = count
        narrowForm = Mutex(NarrowForm())
    }

    /// Elements that were kept in half of the memory.
    init(widening narrow: NarrowStorage) {
        (base, size) = BufferPool.shared.take(count: narrow.count)
        count = narrow.count
        narrowForm = Mutex(NarrowForm(storage: narrow, isExact: true))
        narrow.widen(into: base)
    }

    deinit { BufferPool.shared.giveBack(base, size) }

    /// What the elements were widened from; nil where they were made as float32.
    var origin: NarrowStorage? { narrowForm.withLock { $0.isExact ? $0.storage : nil } }

    /// The elements rounded to bfloat16: one copy for all who keep them.
    func rounded() -> NarrowStorage {
        if let known = narrowForm.withLock({ $0.storage }) { return known }
        let narrow = NarrowStorage(rounding: self)
        narrowForm.withLock { $0 = NarrowForm(storage: narrow, isExact: false) }
        return narrow
    }
}
