extension Tensor {
    /// A picture enlarged (or reduced) by repeating the nearest pixel, as PyTorch's `interpolate(mode: "nearest")` chooses it.
    ///
    /// Shapes: this [images, channels, h, w]; the result is [images, channels, height, width].
    public func upsampledNearest(height: Int, width: Int) -> Tensor {
        precondition(rank == 4 && height > 0 && width > 0 && count > 0, "shape \(shape) cannot be resized to \(height) × \(width)")
        let rows = Self.nearest(from: shape[2], to: height)
        let columns = Self.nearest(from: shape[3], to: width)
        let original = shape
        let target = [shape[0], shape[1], height, width]
        let result = OperationProfile.timed(.pass("upsampling", reading: [self], writing: target)) { resampled(rows: rows, columns: columns) }
        return result.recording(self) { gradient in
            OperationProfile.timed(.pass("upsampling gradient", reading: [gradient], writing: original)) {
                gradient.addedBack(rows: rows, columns: columns, to: original)
            }
        }
    }

    /// For every target position the source position that it repeats.
    private static func nearest(from source: Int, to target: Int) -> [Int] {
        let scale = Float(source) / Float(target)
        return (0..<target).map { Swift.min(Int((Float($0) * scale).rounded(.down)), source - 1) }
    }
}
