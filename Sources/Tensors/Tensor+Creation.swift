extension Tensor {
    /// A tensor of the given values in row-major order.
    public init(_ values: [Float], shape: [Int]) {
        precondition(values.count == Layout.count(shape), "\(values.count) values do not fill shape \(shape)")
        self.init(shape: shape) { buffer in _ = buffer.update(fromContentsOf: values) }
    }

    /// A scalar: a tensor without axes.
    public init(_ scalar: Float) {
        self.init(shape: []) { $0[0] = scalar }
    }

    /// A tensor filled with zeros.
    public static func zeros(_ shape: [Int]) -> Tensor { full(0, shape) }

    /// A tensor filled with ones.
    public static func ones(_ shape: [Int]) -> Tensor { full(1, shape) }

    /// A tensor filled with one value.
    public static func full(_ value: Float, _ shape: [Int]) -> Tensor {
        Tensor(shape: shape) { $0.update(repeating: value) }
    }

    /// The elements in row-major order.
    public var scalars: [Float] { withScalars { [Float]($0) } }
}
