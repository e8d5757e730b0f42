import Foundation
import NeuralNetworks
import Synchronization
import Tensors
import TestSupport
import Testing

/// Reading and writing many tensors stop between two of them, and leave nothing half-done.
@Suite struct InterruptedFileTests {
    /// An interruption that comes at the given time of asking.
    private func interruption(at turn: Int) -> (Interruption, asked: () -> Int) {
        let count = Counter()
        return (Interruption { count.next() >= turn }, { count.value })
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock(\.self) }
        func next() -> Int {
            count.withLock {
                $0 += 1; return $0
            }
        }
    }

    @Test func readingStops() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/a.safetensors"
        try SafetensorsWriter.write(["a": .ones([4]), "b": .ones([4]), "c": .ones([4])], to: path)
        let (interruption, asked) = interruption(at: 2)
        let source = CheckpointSource(try Checkpoint(path: path), interruption: interruption)
        #expect(try source.tensor("a", shape: [4]) != nil)
        #expect(throws: Interrupted.self) { try source.tensor("b", shape: [4]) }
        #expect(asked() == 2 && source.unreadKeys == ["b", "c"])
    }

    @Test func writingStopsAndLeavesTheFileThatWasThere() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/a.safetensors"
        try SafetensorsWriter.write(["a": .ones([4])], to: path)
        let earlier = try Data(contentsOf: URL(filePath: path))
        #expect(throws: Interrupted.self) {
            try SafetensorsWriter.write(["a": .zeros([4]), "b": .ones([4])], to: path, interruption: interruption(at: 2).0)
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == earlier)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"], "no draft is left")
    }
}
