import Tensors

/// A work's time and memory, and what they are worth on this machine.
public struct Measurement: Sendable {
    public let work: Work
    /// Seconds of each repetition, in their order.
    public let seconds: [Double]
    /// The most bytes that the process ever had resident, weights included.
    public let peakMemory: Int
    /// The most bytes that a repetition's own tensors took at once: without the weights, and what the pool keeps.
    public let workingMemory: Int
    /// The most bytes that tensors took beyond what there was before the first repetition, with what is kept from one to the next.
    public let addedMemory: Int
    /// What `addedMemory` is said to be beforehand; nil for works that nobody estimates.
    public let estimatedMemory: Int?
    /// Multiplications and additions of one repetition by the direct methods.
    public let operations: Double
    public let ceilings: Ceilings
    public let machine: Machine
    /// One more repetition, operation by operation; nil where nobody asked.
    public let profile: Profile?

    /// Of the shortest repetition.
    public var best: Double { seconds.min() ?? .nan }

    /// Operations a second, by the direct count; nil where nothing was counted.
    public var rate: Double? { operations > 0 ? operations / best : nil }

    /// The rate as a share of OpenBLAS's: 1 for a perfect direct implementation.
    public var shareOfCeiling: Double? { rate.map { $0 / ceilings.productRate } }

    /// Prepares the work, does it once to warm up, and then as often as asked.
    ///
    /// - Throws: ``BenchmarkError/noYardstick`` and what the work throws.
    public static func of(_ work: Work, repetitions: Int, profiled: Bool = false) throws -> Measurement {
        guard MachineCeilings.hasYardstick else { throw BenchmarkError.noYardstick }
        let prepared = try work.prepared()
        let repeatWork = prepared.run
        TensorMemory.trim()
        TensorMemory.resetPeak()
        let atFirst = TensorMemory.statistics.bytesInUse
        // The warm-up is noted too: that is where the operations are counted.
        let (_, warmUp) = try OperationProfile.recording(repeatWork)
        var most = TensorMemory.statistics.peakBytesInUse
        let before = Ceilings.productRate()
        var workingMemory = 0
        let seconds = try (0..<repetitions).map { _ in
            if work.wantsFreshMemory { TensorMemory.trim() }
            let held = TensorMemory.statistics.bytesInUse
            TensorMemory.resetPeak()
            // Of the last repetition: what is kept from one to the next (panels of weights) is no longer new then.
            defer {
                workingMemory = TensorMemory.statistics.peakBytesInUse - held
                most = max(most, TensorMemory.statistics.peakBytesInUse)
            }
            return try Self.seconds(of: repeatWork)
        }
        let peakMemory = ProcessFile.peakMemory
        let profile = profiled ? try Profile(of: repeatWork) : nil
        let ceilings = Ceilings(
            productRate: max(before, Ceilings.productRate()), copyRate: profiled ? MachineCeilings.copyRate(repetitions: 5) : nil)
        return Measurement(
            work: work, seconds: seconds, peakMemory: peakMemory, workingMemory: workingMemory, addedMemory: most - atFirst,
            estimatedMemory: prepared.estimatedMemory, operations: warmUp.operations, ceilings: ceilings, machine: .current, profile: profile)
    }

    static func seconds(of work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try work()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
