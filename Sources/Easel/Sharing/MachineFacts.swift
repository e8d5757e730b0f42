import FoundationEssentials
import Tensors

/// What a picture's last bits depend on besides its recipe: the kind of processor.
public struct MachineFacts: Codable, Equatable, Sendable {
    /// The processor's name as the system knows it.
    public var processor: String
    /// The widest instructions that kernels use: `avx512`, `avx2` or `baseline`.
    public var instructions: String
    public var threads: Int
    /// The system's name and version.
    public var system: String

    /// This machine.
    public static var current: MachineFacts {
        MachineFacts(
            processor: field("model name", of: "/proc/cpuinfo", separator: ":") ?? "unknown", instructions: InstructionLevel.current.description,
            threads: Parallelism.threads, system: field("PRETTY_NAME", of: "/etc/os-release", separator: "=") ?? "unknown")
    }

    /// The value of the first line with a name.
    private static func field(_ name: String, of path: String, separator: Character) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: separator, maxSplits: 1).map { $0.filter { $0 != "\"" && $0 != "\t" } }
            if parts.count == 2, parts[0] == name { return String(parts[1].drop { $0 == " " }) }
        }
        return nil
    }
}
