import FoundationEssentials
import Tensors

/// What a figure depends on besides the program.
public struct Machine: Sendable, Equatable {
    /// The processor's name as the system knows it.
    public let processor: String
    public let threads: Int
    /// The widest instructions that kernels may use: `avx512`, `avx2` or `baseline`.
    public let instructions: String
    /// What OpenBLAS was told to be built for; nil where it chose by itself.
    public let openBLASCoreType: String?

    /// This machine.
    public static var current: Machine {
        let environment = ProcessInfo.processInfo.environment
        return Machine(
            processor: field("model name") ?? "unknown", threads: Parallelism.threads,
            instructions: instructions(flags: field("flags") ?? "", limit: environment["EASEL_INSTRUCTIONS"]),
            openBLASCoreType: environment["OPENBLAS_CORETYPE"])
    }

    static func instructions(flags: String, limit: String?) -> String {
        let flags = Set(flags.split(separator: " "))
        if flags.contains("avx512f"), limit != "avx2", limit != "baseline" { return "avx512" }
        return flags.contains("avx2") && flags.contains("fma") && limit != "baseline" ? "avx2" : "baseline"
    }

    private static func field(_ name: String) -> String? { ProcessFile.field(name, of: "/proc/cpuinfo") }
}
