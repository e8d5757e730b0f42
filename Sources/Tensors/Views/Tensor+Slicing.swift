extension Tensor {
    /// A part of one axis.
    public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
        let axis = axisIndex(axis)
        let original = shape
        return slicedValue(axis, range).recording(self) { gradient in
            let whole = Tensor.zeros(original)
            whole.slicedValue(axis, range).copyElements(of: gradient)
            return whole
        }
    }

    /// One entry of the first axis, which falls away.
    public subscript(_ index: Int) -> Tensor {
        sliced(axis: 0, index..<index + 1).squeezed(axis: 0)
    }

    /// An axis cut into parts of equal extent.
    public func split(axis: Int, parts: Int) -> [Tensor] {
        let axis = axisIndex(axis)
        precondition(parts > 0 && shape[axis] % parts == 0, "axis \(axis) of shape \(shape) does not split into \(parts) equal parts")
        let extent = shape[axis] / parts
        return (0..<parts).map { sliced(axis: axis, $0 * extent..<($0 + 1) * extent) }
    }

    /// Tensors joined along an axis; all other extents must agree. The result lies in memory as the first of them does.
    public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
        guard let first = tensors.first else { preconditionFailure("there must be tensors to concatenate") }
        let axis = first.axisIndex(axis)
        var ranges: [Range<Int>] = []
        for tensor in tensors {
            var expected = first.shape
            expected[axis] = tensor.rank == first.rank ? tensor.shape[axis] : -1
            precondition(tensor.shape == expected, "shapes \(first.shape) and \(tensor.shape) do not join along axis \(axis)")
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + tensor.shape[axis])
        }
        var shape = first.shape
        shape[axis] = ranges.last?.upperBound ?? 0
        let result = Tensor.uninitialized(shape, order: first.memoryOrder ?? Array(shape.indices))
        OperationProfile.timed(.pass("concatenation", reading: tensors, writing: shape)) {
            for (tensor, range) in zip(tensors, ranges) { result.slicedValue(axis, range).copyElements(of: tensor) }
        }
        return result.recording(tensors) { gradient, needed in
            // Copied once here rather than by each of those who want them without gaps.
            let order = gradient.memoryOrder ?? Array(gradient.shape.indices)
            return zip(ranges, needed).map { $1 ? gradient.slicedValue(axis, $0).packed(in: order) : nil }
        }
    }

    /// Tensors of one shape joined along a new axis.
    public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        concatenated(tensors.map { $0.unsqueezed(axis: axis) }, axis: axis)
    }

    func slicedValue(_ axis: Int, _ range: Range<Int>) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= shape[axis], "\(range) reaches outside of axis \(axis) of shape \(shape)")
        var part = shape
        part[axis] = range.count
        return view(shape: part, strides: strides, offset: offset + range.lowerBound * strides[axis])
    }
}
