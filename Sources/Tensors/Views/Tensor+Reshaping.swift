extension Tensor {
    /// The same elements in another shape. One extent may be -1 and is then worked out.
    public func reshaped(_ target: [Int]) -> Tensor {
        let target = resolved(target)
        guard target != shape else { return self }
        let original = shape
        return reshapedValue(target).recording(self) { $0.reshapedValue(original) }
    }

    /// The axes from `axis` on merged into one.
    public func flattened(from axis: Int = 0) -> Tensor {
        guard rank > 0 else { return reshaped([1]) }
        return reshaped(Array(shape[..<axisIndex(axis)]) + [shape[axisIndex(axis)...].reduce(1, *)])
    }

    /// Without an axis of extent 1.
    public func squeezed(axis: Int) -> Tensor {
        let axis = axisIndex(axis)
        precondition(shape[axis] == 1, "axis \(axis) of shape \(shape) is not of extent 1")
        var target = shape
        target.remove(at: axis)
        return reshaped(target)
    }

    /// With an additional axis of extent 1 at the place `axis` of the result.
    public func unsqueezed(axis: Int) -> Tensor {
        var target = shape
        target.insert(1, at: axis < 0 ? axis + rank + 1 : axis)
        return reshaped(target)
    }

    /// The same elements in row-major order without gaps; this very tensor where they lie so already.
    public func contiguous() -> Tensor {
        isContiguous ? self : packed().recording(self) { $0 }
    }

    private func reshapedValue(_ target: [Int]) -> Tensor {
        guard !isContiguous, count > 0 else {
            return view(shape: target, strides: Layout.rowMajorStrides(target), offset: offset)
        }
        if let strides = Layout.reshapedStrides(shape: shape, strides: strides, to: target) {
            return view(shape: target, strides: strides, offset: offset)
        }
        return packed().reshapedValue(target)
    }

    private func resolved(_ target: [Int]) -> [Int] {
        var target = target
        if let free = target.firstIndex(of: -1) {
            target[free] = 1
            let known = Layout.count(target)
            target[free] = known == 0 ? 0 : count / known
        }
        precondition(Layout.count(target) == count, "shape \(shape) cannot be seen as \(target)")
        return target
    }
}
