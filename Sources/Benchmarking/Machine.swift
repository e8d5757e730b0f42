import FoundationEssentials
import Tensors

/// What a figure depends on besides the program.
public struct Machine: Sendable, Equatable {
    /// The processor's name as the system knows it.
    public let processor: String
    public let threads: Int
    /// The widest instructions that kernels use: `avx512`, `avx2` or `baseline`; EASEL_INSTRUCTIONS lowers it.
    public let instructions: String
    /// What OpenBLAS was told to be built for; nil where it chose by itself.
    public let openBLASCoreType: String?

    /// This machine.
    public static var current: Machine {
        Machine(
            processor: ProcessFile.field("model name", of: "/proc/cpuinfo") ?? "unknown", threads: Parallelism.threads,
            instructions: InstructionLevel.current.description,
            openBLASCoreType: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"])
    }
}
