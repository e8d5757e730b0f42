public import Diffusion

extension ImageSet {
    /// The set with a control for each picture, to teach a control net.
    ///
    /// A control of another size is scaled to its picture's where the shapes agree.
    /// - Throws: `PersonalizationError.invalidArgument` for more or fewer controls than pictures and for one of another shape; `ImageError`.
    public func controlled(by controls: [Bitmap]) throws -> ImageSet {
        guard controls.count == count else {
            throw PersonalizationError.invalidArgument(name: "control", expected: "one for each of \(count) pictures", found: "\(controls.count)")
        }
        let scaled = try zip(elements, controls).enumerated().map { try Self.scaled($1.1, to: $1.0.image.bitmap, number: $0 + 1) }
        var next = scaled.makeIterator()
        return replacing { image in next.next().map(image.controlled) ?? image }
    }

    /// Whether every picture has one.
    public var isControlled: Bool { count > 0 && elements.allSatisfy { $0.image.control != nil } }

    private static func scaled(_ control: Bitmap, to picture: Bitmap, number: Int) throws -> Bitmap {
        guard (control.width, control.height) != (picture.width, picture.height) else { return control }
        // Half a pixel of rounding on either side still is the same shape.
        let height = Double(control.width) * Double(picture.height) / Double(picture.width)
        guard abs(height - Double(control.height)) <= 1 else {
            throw PersonalizationError.invalidArgument(
                name: "control", expected: "of its picture's shape, \(picture.width)×\(picture.height) for picture \(number)",
                found: "\(control.width)×\(control.height)")
        }
        return try control.resized(width: picture.width, height: picture.height, filter: .bilinear)
    }
}
