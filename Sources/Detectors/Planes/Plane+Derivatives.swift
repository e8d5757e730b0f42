/// The weights that make a derivative along one axis and smooth along the other.
///
/// Source: OpenCV, `Sobel` (`getDerivKernels`).
struct SobelKernel {
    let derivative: [Float]
    let smoothing: [Float]

    static let three = SobelKernel(derivative: [-1, 0, 1], smoothing: [1, 2, 1])
    static let five = SobelKernel(derivative: [-1, -2, 0, 2, 1], smoothing: [1, 4, 6, 4, 1])
}

extension Plane<Float> {
    /// How the plane rises to the right and downwards, times the sum of the kernel's weights.
    func derivatives(_ kernel: SobelKernel, border: Border, check: () throws -> Void) throws -> (x: Plane<Float>, y: Plane<Float>) {
        (
            try filtered(rows: kernel.derivative, columns: kernel.smoothing, border: border, check: check),
            try filtered(rows: kernel.smoothing, columns: kernel.derivative, border: border, check: check)
        )
    }
}
