/// A kind of operation on one shape, with the work that it is, counted from the shape alone.
package struct ProfiledOperation: Sendable, Hashable {
    package let name: String
    package let shape: String
    /// Multiplications and additions of the direct method, whatever method computes it; 0 for what is bound by memory.
    package let operations: Double
    /// What must be read and written at least.
    package let bytes: Double

    /// - Parameter scalars: elements read and written.
    package init(_ name: String, _ shape: String, operations: Double = 0, scalars: Int) {
        self.name = name
        self.shape = shape
        self.operations = operations
        bytes = Double(scalars) * Double(MemoryLayout<Float>.size)
    }
}

extension ProfiledOperation {
    /// A pass over tensors that is bound by memory.
    static func pass(_ name: String, reading sources: [Tensor], writing shape: [Int]) -> ProfiledOperation {
        ProfiledOperation(
            name, written(shape), scalars: sources.reduce(Layout.count(shape)) { $0 + $1.storedCount })
    }

    /// A function of every element, named by its type.
    static func elementwise<F>(_ function: F.Type, reading sources: [Tensor], writing shape: [Int]) -> ProfiledOperation {
        // A private type is described with the file that it is private to: `(Sum in _FF2B…)`.
        let name = "\(function)".drop { $0 == "(" }.prefix { $0.isLetter }
        return pass("elementwise \(name)", reading: sources, writing: shape)
    }

    /// Products of [m, k] and [k, n].
    static func product(_ name: String, _ m: Int, _ n: Int, _ k: Int, batch: Int = 1) -> ProfiledOperation {
        ProfiledOperation(
            name, (batch == 1 ? "" : "\(batch)·") + "(\(m)×\(k) · \(k)×\(n))", operations: 2 * Double(batch) * Double(m) * Double(n) * Double(k),
            scalars: batch * (m * k + k * n + m * n))
    }

    /// A convolution, or the gradient of its input or weight: all are as many products.
    ///
    /// - Parameter plan: how it is computed, where there is a choice.
    static func convolution(_ name: String, _ shape: ConvolutionShape, _ plan: ConvolutionPlan? = nil) -> ProfiledOperation {
        let outputs = shape.images * shape.positions * shape.outputs
        return ProfiledOperation(
            "\(name) \(shape.kernelHeight)×\(shape.kernelWidth)\(shape.stride == 1 ? "" : "/\(shape.stride)")\(plan.map { " by \($0)" } ?? "")",
            "\(written(shape.inputShape)) → \(shape.outputs)", operations: 2 * Double(outputs) * Double(shape.taps),
            scalars: Layout.count(shape.inputShape) + outputs + shape.outputs * shape.taps)
    }

    /// Attention of queries [batch, heads, n, d] to keys [batch, heads, m, d] and values [batch, heads, m, e].
    ///
    /// - Parameter products: how many times the two products of the forward pass: 1 there, 2 for the gradients.
    static func attention(_ name: String, _ query: [Int], _ key: [Int], _ value: [Int], products: Double = 1) -> ProfiledOperation {
        let scores = Double(query[0] * query[1] * query[2]) * Double(key[2])
        return ProfiledOperation(
            name, "\(query[0])·\(query[1]) heads, \(query[2])×\(query[3]) to \(key[2])",
            operations: products * 2 * scores * Double(query[3] + value[3]),
            scalars: Layout.count(query) * 2 + Layout.count(key) + Layout.count(value))
    }

    private static func written(_ shape: [Int]) -> String {
        shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×")
    }
}

extension Tensor {
    /// Elements in memory: those that broadcasting repeats count once.
    fileprivate var storedCount: Int {
        zip(shape, strides).reduce(1) { $0 * ($1.1 == 0 ? 1 : $1.0) }
    }
}
