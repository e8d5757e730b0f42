import Foundation
import Glibc
import Tensors
import Testing

/// A process that may take no more memory ends its work with an error, and goes on. The process is a child of this one.
@Suite struct MemoryReserveTests {
    /// Allows what the process has and as many bytes more.
    ///
    /// - Parameter column: what is counted, as a place in `statm`: 0 addresses, 5 data.
    private static func limitMemory(_ kind: __rlimit_resource = RLIMIT_AS, column: Int = 0, toMore bytes: Int) throws {
        let pages = try #require(Int(String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[column]))
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(kind.rawValue), &limit)
        limit.rlim_cur = rlim_t(pages * 4096 + bytes)
        setrlimit(__rlimit_resource_t(kind.rawValue), &limit)
    }

    @Test func exhaustionIsNoticedAndOvercome() async {
        await #expect(processExitsWith: .success) {
            try Self.limitMemory(toMore: 3 << 30)
            let count = 64 << 20  // Elements: 256 MB.
            for _ in 0..<2 {
                var held: [Tensor] = []
                while !TensorMemory.isExhausted, held.count < 16 { held.append(.zeros([count])) }
                try #require(TensorMemory.isExhausted && held.count > 4, "the reserve made room for the last")
                held = []
                TensorMemory.recover()
                for _ in 0..<8 { held = [.zeros([count])] }
                try #require(!TensorMemory.isExhausted && held.count == 1)
            }
        }
    }

    /// One tensor that is larger than all that is left lies in a file; the work is told to stop, and what comes after it is as ever.
    @Test func oneThatIsTooLargeLiesInAFile() async {
        await #expect(processExitsWith: .success) {
            try Self.limitMemory(RLIMIT_DATA, column: 5, toMore: 200 << 20)
            let side = 9000  // 324 MB, beyond the reserve as well.
            var tensor: Tensor? = Tensor.zeros([side, side]) + 1
            try #require(TensorMemory.isExhausted)
            try #require(tensor?.sliced(axis: 0, side - 1..<side).scalars == Array(repeating: 1, count: side))
            tensor = nil
            TensorMemory.recover()
            try #require(Tensor.zeros([1 << 20]).scalars.count == 1 << 20 && !TensorMemory.isExhausted)
        }
    }
}
