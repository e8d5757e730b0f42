internal import Glibc

/// How a picture is resized. All but `nearest` widen with the reduction, so that a smaller picture shows no moiré.
///
/// Source: Pillow, `libImaging/Resample.c`.
public enum ResamplingFilter: String, Sendable, CaseIterable {
    case nearest, box, bilinear, hamming, bicubic, lanczos

    /// Half the filter's width, in pixels of the result.
    var support: Double {
        switch self {
        case .nearest, .box: 0.5
        case .bilinear, .hamming: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The filter's value at a distance from the centre.
    func weight(_ x: Double) -> Double {
        switch self {
        case .nearest, .box: return x > -0.5 && x <= 0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - abs(x))
        case .hamming: return abs(x) >= 1 ? 0 : Self.sinc(x) * (0.54 + 0.46 * cos(x * .pi))
        case .bicubic: return Self.cubic(abs(x))
        case .lanczos: return x >= -3 && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
        }
    }

    private static func sinc(_ x: Double) -> Double {
        x == 0 ? 1 : sin(x * .pi) / (x * .pi)
    }

    /// Keys' cubic with a = −0.5.
    private static func cubic(_ x: Double) -> Double {
        let a = -0.5
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
        return 0
    }
}
