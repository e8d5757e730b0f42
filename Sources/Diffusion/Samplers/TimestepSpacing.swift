/// How the timesteps of sampling are picked from those of training.
///
/// Source: Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (2023), table 2.
public enum TimestepSpacing: String, CaseIterable, Codable, Sendable {
    /// Evenly from the first to the last training timestep, both included.
    case linspace
    /// Every so many training timesteps, from the first one.
    case leading
    /// Every so many training timesteps, from the last one.
    case trailing

    /// `count` timesteps of `total`, from noisy to clean; those of ``linspace`` are not rounded.
    ///
    /// `np.arange` sometimes returns one more value for ``trailing`` (61 steps of 1000, for one), a timestep of -1 that no
    /// model was trained on; it is not reproduced.
    func timesteps(_ count: Int, of total: Int, offset: Int) -> [Double] {
        switch self {
        case .linspace: Self.linspace(to: Double(total - 1), count: count).reversed()
        case .leading: Self.leading(count, ratio: total / count, offset: offset)
        case .trailing: Self.trailing(count, from: total, ratio: Double(total) / Double(count))
        }
    }

    /// `count` whole timesteps as DPM-Solver and its kin pick them: the final one, which ends on no noise, is left out.
    ///
    /// `last` is the number of training timesteps at and below the noisiest usable one.
    func solverTimesteps(_ count: Int, of total: Int, last: Int, offset: Int) -> [Double] {
        switch self {
        case .linspace:
            Self.linspace(to: Double(last - 1), count: count + 1).dropFirst().reversed().map { $0.rounded(.toNearestOrEven) }
        case .leading:
            Self.leading(count + 1, ratio: last / (count + 1), offset: offset).dropLast()
        case .trailing:
            Self.trailing(count, from: last, ratio: Double(total) / Double(count))
        }
    }

    /// `np.linspace(0, end, count)`.
    static func linspace(to end: Double, count: Int) -> [Double] {
        guard count > 1 else { return [0] }
        let step = end / Double(count - 1)
        return (0..<count - 1).map { Double($0) * step } + [end]
    }

    private static func leading(_ count: Int, ratio: Int, offset: Int) -> [Double] {
        (0..<count).reversed().map { Double($0 * ratio + offset) }
    }

    /// `np.arange(start, 0, -ratio).round() - 1`, with the rounding errors of its increment; at most `count` of them.
    private static func trailing(_ count: Int, from start: Int, ratio: Double) -> [Double] {
        let first = Double(start)
        let increment = (first - ratio) - first
        let values = (0..<count).map { (index: Int) -> Double in
            index == 1 ? first - ratio : first + Double(index) * increment
        }
        return values.prefix { $0 > 0 }.map { $0.rounded(.toNearestOrEven) - 1 }
    }
}
