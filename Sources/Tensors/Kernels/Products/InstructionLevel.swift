internal import CVectorKernels
import Glibc

/// How wide the vectors of the matrix kernels are.
///
/// The results of AVX2 and AVX-512 are the same bits: an element is one chain of fused products, however many are computed side by side.
package enum InstructionLevel: Int, CaseIterable, Comparable, Sendable, CustomStringConvertible {
    /// What the whole program is built for.
    case baseline = 0
    case avx2 = 1
    case avx512 = 2

    /// The highest level that this machine has.
    package static let machine = InstructionLevel(rawValue: Int(easel_machine_level())) ?? .baseline

    /// The level in use: the machine's, or a lower one that `EASEL_INSTRUCTIONS` (baseline, avx2, avx512) names.
    package static let current = min(machine, requested ?? machine)

    /// The levels that this machine has.
    package static let available = allCases.filter { $0 <= machine }

    private static var requested: InstructionLevel? {
        guard let name = getenv("EASEL_INSTRUCTIONS").map({ String(cString: $0) }) else { return nil }
        return allCases.first { $0.description == name }
    }

    package var description: String {
        switch self {
        case .baseline: "baseline"
        case .avx2: "avx2"
        case .avx512: "avx512"
        }
    }

    package static func < (left: InstructionLevel, right: InstructionLevel) -> Bool { left.rawValue < right.rawValue }

    /// Columns that the matrix kernel computes side by side.
    var panelColumns: Int { easel_panel_columns(Int32(rawValue)) }
}
