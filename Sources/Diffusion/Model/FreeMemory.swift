import FoundationEssentials
import Tensors

/// How much memory a computation may still take before the system ends the process.
///
/// Source: proc(5), `MemAvailable`; the kernel's cgroup v2 documentation, `memory.max` and `memory.current`.
public enum FreeMemory {
    /// Bytes: what the machine has available, no more than what is left of this process's group, plus buffers that the engine keeps for reuse.
    public static var bytes: Int {
        let machine = field("MemAvailable", of: "/proc/meminfo").map { $0 * 1024 } ?? Int.max
        return min(machine, group ?? Int.max)
    }

    private static var group: Int? {
        guard let maximum = number(in: "/sys/fs/cgroup/memory.max"), let current = number(in: "/sys/fs/cgroup/memory.current") else { return nil }
        // Cached file pages count as used there but are given back on demand.
        let cached = field("inactive_file", of: "/sys/fs/cgroup/memory.stat") ?? 0
        return max(maximum - current + cached, 0)
    }

    private static func field(_ name: String, of path: String) -> Int? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == ":" }
            if words.count >= 2, words[0] == name { return Int(words[1]) }
        }
        return nil
    }

    private static func number(in path: String) -> Int? {
        FileManager.default.contents(atPath: path).flatMap { Int(String(decoding: $0, as: UTF8.self).filter(\.isNumber)) }
    }

    /// - Throws: `DiffusionError.notEnoughMemory` with both figures.
    public static func require(_ needed: Int, for purpose: String, remedy: String) throws {
        let available = bytes
        guard needed <= available else {
            throw DiffusionError.notEnoughMemory(purpose: purpose, needed: needed, available: available, remedy: remedy)
        }
    }
}
