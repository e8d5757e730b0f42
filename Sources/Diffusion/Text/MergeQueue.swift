/// The pairs of a word that can be joined, the one learnt first on top, the leftmost of equals first: a binary heap.
struct MergeQueue {
    /// Rank in the upper half, place in the lower, so that one comparison orders both.
    private var heap: [UInt64] = []

    /// Rank and place are below 2³².
    mutating func push(rank: Int, place: Int) {
        heap.append(UInt64(rank) << 32 | UInt64(place))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> (rank: Int, place: Int)? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (Int(top >> 32), Int(top & 0xFFFF_FFFF))
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in 2 * parent + 1...2 * parent + 2 where child < heap.count && heap[child] < heap[least] { least = child }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
