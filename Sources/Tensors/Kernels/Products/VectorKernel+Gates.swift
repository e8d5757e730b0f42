internal import CVectorKernels

/// Gated linear units: value · gelu(gate).
extension VectorKernel {
    @inline(__always)
    func gate(_ values: Pointer, by gates: Pointer, into results: Pointer, count: Int) {
        easel_gate(Int32(level.rawValue), count, values, gates, results)
    }

    /// The gradients of values and gates from that of the results.
    @inline(__always)
    func gateGradient(
        _ values: Pointer, by gates: Pointer, _ gradient: Pointer, into gradients: (values: Pointer, gates: Pointer), count: Int
    ) {
        easel_gate_gradient(Int32(level.rawValue), count, values, gates, gradient, gradients.values, gradients.gates)
    }
}
