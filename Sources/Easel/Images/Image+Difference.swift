import Diffusion

extension Image {
    /// How far the picture is from another one of its size: the root mean square over all pixels and colours, from 0 (equal) to 1 (black from white).
    ///
    /// - Throws: `EaselError.invalidArgument` for a picture of another size.
    public func difference(from other: Image) throws -> Double {
        guard (width, height) == (other.width, other.height) else {
            throw EaselError.invalidArgument(name: "from", expected: "\(width)×\(height) pixels large", found: "\(other.width)×\(other.height)")
        }
        let squares = zip(bitmap.pixels, other.bitmap.pixels).reduce(0) { sum, pair in
            let difference = Int(pair.0) - Int(pair.1)
            return sum + difference * difference
        }
        return (Double(squares) / Double(bitmap.pixels.count)).squareRoot() / 255
    }
}
