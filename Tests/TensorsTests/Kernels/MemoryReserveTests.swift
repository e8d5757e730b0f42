import Foundation
import Glibc
import Tensors
import Testing

/// A process that may take no more memory ends its work with an error, and goes on. The process is a child of this one.
@Suite struct MemoryReserveTests {
    /// Allows what the process has and as many bytes more.
    private static func limitMemory(toMore bytes: Int) throws {
        let pages = try #require(Int(String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[0]))
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        limit.rlim_cur = rlim_t(pages * 4096 + bytes)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
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
}
