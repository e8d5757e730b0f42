/// A part of a picture that is to be painted anew, as a person names it. Pixels are counted from the top left corner.
public indirect enum MaskArea: Equatable, Sendable {
    /// A picture of the same size: white is repainted, black is kept, from gray's middle on.
    case picture(Bitmap)
    case rectangle(x: Int, y: Int, width: Int, height: Int)
    /// The largest ellipse in that rectangle.
    case ellipse(x: Int, y: Int, width: Int, height: Int)
    /// All that another area leaves out.
    case everythingBut(MaskArea)

    /// The area as a mask for a picture of a size; what lies beside the picture is left out.
    ///
    /// - Throws: `DiffusionError.invalidArgument` for a mask of another size and for shapes without extent.
    public func mask(width: Int, height: Int) throws -> Mask {
        switch self {
        case .picture(let bitmap):
            guard (bitmap.width, bitmap.height) == (width, height) else {
                throw Self.unusable("as large as the picture, \(width)×\(height) pixels", "\(bitmap.width)×\(bitmap.height)")
            }
            return Mask(bitmap)
        case .rectangle(let x, let y, let wide, let high):
            try Self.requireExtent(wide, high)
            let (columns, rows) = (Self.places(from: x, wide), Self.places(from: y, high))
            return Mask(width: width, height: height) { columns.contains($0) && rows.contains($1) }
        case .ellipse(let x, let y, let wide, let high):
            try Self.requireExtent(wide, high)
            return Mask(width: width, height: height) { Self.distance($0, x, wide) + Self.distance($1, y, high) <= 1 }
        case .everythingBut(let area):
            return try area.mask(width: width, height: height).inverted
        }
    }

    /// How far the middle of a pixel is from the middle of an extent, squared, in halves of that extent.
    private static func distance(_ place: Int, _ start: Int, _ extent: Int) -> Double {
        let half = Double(extent) / 2
        let distance = (Double(place) + 0.5 - Double(start) - half) / half
        return distance * distance
    }

    /// The places of an extent, as far as numbers go.
    private static func places(from start: Int, _ count: Int) -> Range<Int> {
        let end = start.addingReportingOverflow(count)
        return start..<(end.overflow ? .max : end.partialValue)
    }

    private static func requireExtent(_ width: Int, _ height: Int) throws {
        guard width > 0, height > 0 else { throw unusable("at least 1 pixel wide and high", "\(width)×\(height)") }
    }

    private static func unusable(_ expected: String, _ found: String) -> DiffusionError {
        .invalidArgument(name: "mask", expected: expected, found: found)
    }
}
