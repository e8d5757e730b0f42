/// A size that buffers come in: eight to each power of two, close enough to be reused, wasting at most an eighth.
struct SizeClass {
    /// Counted from the smallest.
    let index: Int

    /// Classes of up to 2⁴⁰ elements, more than any machine has.
    static let count = 8 * 36
    private static let smallest = 64

    init(index: Int) { self.index = index }

    /// The smallest class of at least `count` elements.
    init(for count: Int) {
        precondition(count <= 1 << 40, "no memory holds a tensor of \(count) elements")
        guard count > Self.smallest else {
            index = 0
            return
        }
        // 2^power < count ≤ 2^(power + 1), cut into eighths.
        let power = Int.bitWidth - 1 - (count - 1).leadingZeroBitCount
        let eighth = (1 << power) / 8
        index = (power - 6) * 8 + (count - (1 << power) + eighth - 1) / eighth
    }

    /// How many elements a buffer of this class has.
    var elements: Int {
        let power = 6 + index / 8
        return (1 << power) + index % 8 * ((1 << power) / 8)
    }

    var bytes: Int { elements * MemoryLayout<Float>.stride }
}
