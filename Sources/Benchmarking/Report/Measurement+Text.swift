extension Measurement {
    /// The measurement for a person.
    public var text: String {
        var lines = ["\(work.title): \(work.shape)"]
        let all = seconds.count > 1 ? "   best of \(seconds.count): \(seconds.map { fixed($0, 4) }.joined(separator: ", "))" : ""
        lines.append("  \(fixed(best, 4)) s\(all)")
        if let rate, let shareOfCeiling {
            lines.append(
                "  \(fixed(operations / 1e9, 1)) GFLOP counted directly, \(fixed(rate / 1e9, 1)) GFLOP/s: \(fixed(shareOfCeiling, 2)) of OpenBLAS's sgemm "
                    + "(2048³, \(fixed(ceilings.productRate / 1e9, 1)) GFLOP/s in this run)")
        }
        let estimate = estimatedMemory.map {
            "; \(fixed(Double(addedMemory) / 1e9, 2)) GB beyond what was there before, estimated \(fixed(Double($0) / 1e9, 2)) GB"
        }
        lines.append("  \(fixed(Double(peakMemory) / 1e9, 2)) GB of memory at most\(estimate ?? "")")
        let coreType = machine.openBLASCoreType.map { ", OPENBLAS_CORETYPE=\($0)" } ?? ""
        lines.append("  \(machine.processor), \(machine.threads) threads, \(machine.instructions)\(coreType)")
        if let profile { lines += ["", ProfileTable(profile, ceilings).text] }
        return lines.joined(separator: "\n")
    }
}
