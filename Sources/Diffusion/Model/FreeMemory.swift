import FoundationEssentials
import Tensors

/// How much memory a computation may still take before the system ends the process.
///
/// Source: proc(5), `MemAvailable`, `CommitLimit` and the limits of a process; the kernel's cgroup v2 documentation, `memory.max` and `memory.current`.
public enum FreeMemory {
    /// What estimates leave out: pictures and values that cells keep, and what others take meanwhile.
    private static let reserve = 64 << 20

    /// Bytes: what the machine has available, no more than what is left to this process and its group, and buffers that the engine keeps for reuse.
    public static var bytes: Int { max(available + TensorMemory.statistics.bytesKept - reserve, 0) }

    /// Makes sure that there is room for a computation; buffers that are kept for others make way for it.
    ///
    /// - Throws: `DiffusionError.notEnoughMemory` with both figures.
    public static func require(_ needed: Int, for purpose: String, remedy: String) throws {
        TensorMemory.recover()
        let bytes = bytes
        guard needed <= bytes else {
            throw DiffusionError.notEnoughMemory(purpose: purpose, needed: needed, available: bytes, remedy: remedy)
        }
        if needed > available - reserve { TensorMemory.trim() }
    }

    /// What the system would give.
    private static var available: Int {
        let machine = field("MemAvailable", of: "/proc/meminfo").map { $0 * 1024 }
        let limits = [left(of: "Max address space", used: "VmSize"), left(of: "Max data size", used: "VmData")]
        return ([machine, group, commitment] + limits).compactMap(\.self).min() ?? .max / 2
    }

    /// What is left of a limit of the process (`ulimit -v`, `ulimit -d`); nil where there is none.
    private static func left(of name: String, used: String) -> Int? {
        let line = text(of: "/proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let limit = line?.split(separator: " ").dropFirst(3).first.flatMap({ Int($0) }) else { return nil }
        return field(used, of: "/proc/self/status").map { max(limit - $0 * 1024, 0) }
    }

    /// What the system may still promise, where it promises no more than it has.
    private static var commitment: Int? {
        guard number(in: "/proc/sys/vm/overcommit_memory") == 2 else { return nil }
        guard let limit = field("CommitLimit", of: "/proc/meminfo"), let promised = field("Committed_AS", of: "/proc/meminfo") else { return nil }
        return max(limit - promised, 0) * 1024
    }

    private static var group: Int? {
        guard let maximum = number(in: "/sys/fs/cgroup/memory.max"), let current = number(in: "/sys/fs/cgroup/memory.current") else { return nil }
        // Cached file pages count as used there but are given back on demand.
        let cached = field("inactive_file", of: "/sys/fs/cgroup/memory.stat") ?? 0
        return max(maximum - current + cached, 0)
    }

    private static func field(_ name: String, of path: String) -> Int? {
        for line in text(of: path)?.split(separator: "\n") ?? [] {
            let words = line.split { $0.isWhitespace || $0 == ":" }
            if words.count >= 2, words[0] == name { return Int(words[1]) }
        }
        return nil
    }

    private static func number(in path: String) -> Int? {
        text(of: path).flatMap { Int($0.filter(\.isNumber)) }
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
