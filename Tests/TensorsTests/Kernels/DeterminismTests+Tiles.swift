import Dispatch
import Glibc
import Synchronization
import Tensors
import Testing

/// Counts how often every tile was done.
private final class TileCounts: Sendable {
    private let counts: Mutex<[Int]>

    init(_ count: Int) { counts = Mutex(Array(repeating: 0, count: count)) }

    func add(_ tile: Int) { counts.withLock { $0[tile] += 1 } }

    var all: [Int] { counts.withLock { $0 } }
}

extension DeterminismTests {
    private func with(threads: Int, _ body: () -> Void) {
        let usual = Parallelism.threads
        defer { Parallelism.threads = usual }
        Parallelism.threads = threads
        body()
    }

    @Test(arguments: [1, 2, 7]) func everyTileIsDoneOnce(threads: Int) {
        with(threads: threads) {
            for count in 0..<300 {
                let counts = TileCounts(count)
                Parallelism.tiles(count) { counts.add($0) }
                #expect(counts.all == Array(repeating: 1, count: count))
            }
        }
    }

    /// Workers that have gone to sleep are woken, and a caller that is left waiting for a long tile is woken too.
    @Test func pausesBetweenTilesAndInsideThemEnd() {
        with(threads: 3) {
            for pause: UInt32 in [0, 20, 60, 1000] {
                let counts = TileCounts(60)
                for start in stride(from: 0, to: 60, by: 3) {
                    usleep(pause)
                    Parallelism.tiles(3) { tile in
                        usleep(tile == 2 ? pause : 0)
                        counts.add(start + tile)
                    }
                }
                #expect(counts.all == Array(repeating: 1, count: 60))
            }
        }
    }

    @Test func tilesInsideTilesAreDoneOnce() {
        let counts = TileCounts(64)
        with(threads: 4) {
            Parallelism.tiles(8) { outer in Parallelism.tiles(8) { counts.add(outer * 8 + $0) } }
        }
        #expect(counts.all == Array(repeating: 1, count: 64))
    }

    @Test func severalCallersGetTheirOwnTiles() {
        let counts = (0..<4).map { _ in TileCounts(8) }
        with(threads: 3) {
            DispatchQueue.concurrentPerform(iterations: 4) { caller in
                for _ in 0..<2000 { Parallelism.tiles(8) { counts[caller].add($0) } }
            }
        }
        for counts in counts { #expect(counts.all == Array(repeating: 2000, count: 8)) }
    }
}
