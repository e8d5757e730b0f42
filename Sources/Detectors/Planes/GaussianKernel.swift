import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The weights of a Gaussian, of which the middle one is the largest; their sum is one.
///
/// Source: OpenCV, `getGaussianKernel`; `GaussianBlur` with a size of zero takes as many weights as here.
struct GaussianKernel {
    /// An odd number of weights.
    let weights: [Double]

    /// For numbers: it reaches four sigmas far.
    init(numbers sigma: Double) { self.init(sigma, reach: 4) }

    /// For bytes: it reaches three sigmas far.
    init(bytes sigma: Double) { self.init(sigma, reach: 3) }

    private init(_ sigma: Double, reach: Double) {
        let count = Int((sigma * reach * 2 + 1).rounded(.toNearestOrEven)) | 1
        let bells = (0..<count).map { place in
            let distance = Double(place - count / 2)
            return exp(-distance * distance / (2 * sigma * sigma))
        }
        let sum = bells.reduce(0, +)
        weights = bells.map { $0 / sum }
    }

    /// The weights in 256ths, the rounding error of one carried on to the next, so that their sum is 256.
    ///
    /// Source: OpenCV, `getGaussianKernelFixedPoint_ED`.
    var inBytes: [Float] {
        var (error, half) = (0.0, [Float]())
        for weight in weights.prefix(weights.count / 2) {
            let exact = weight * 256 + error
            let rounded = exact.rounded(.toNearestOrEven)
            error = exact - rounded
            half.append(Float(rounded))
        }
        return half + [256 - 2 * half.reduce(0, +)] + half.reversed()
    }
}

extension Plane<Float> {
    /// The plane seen without sharpness.
    ///
    /// Source: OpenCV, `GaussianBlur` of 32-bit numbers; sums are made in another order there.
    func blurred(_ sigma: Double, check: () throws -> Void) throws -> Plane<Float> {
        let kernel = GaussianKernel(numbers: sigma).weights.map(Float.init)
        return try filtered(rows: kernel, columns: kernel, border: .reflected, check: check)
    }

    /// The plane of bytes seen without sharpness, to the last bit as OpenCV's `GaussianBlur` of bytes: fixed point with 16 bits behind the point.
    func bytesBlurred(_ sigma: Double, check: () throws -> Void) throws -> Plane<Float> {
        let kernel = GaussianKernel(bytes: sigma).inBytes
        let sums = try filtered(rows: kernel, columns: kernel, border: .reflected, check: check)
        return sums.map { Float((Int32($0) + 1 << 15) >> 16) }
    }
}
