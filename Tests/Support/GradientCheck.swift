package import Tensors
package import Testing

/// Compares the gradients of Σ weights · body(inputs) with central differences, in the elements of every input (some of them, for large inputs).
package func expectGradients(
    _ inputs: [Tensor], step: Float = 1e-2, absolute: Double = 2e-3, relative: Double = 5e-3,
    sourceLocation: SourceLocation = #_sourceLocation, _ what: String = "", _ body: ([Tensor]) -> Tensor
) throws {
    let leaves = inputs.map { $0.requiringGradient() }
    let output = body(leaves)
    let weights = pseudorandom(output.shape, seed: 77)
    let found = try gradients(of: (output * weights).sum())
    let weightValues = weights.scalars.map { Double($0) }
    for (index, input) in inputs.enumerated() {
        guard let gradient = found[leaves[index]] else {
            Issue.record("\(what): input \(index) has no gradient", sourceLocation: sourceLocation)
            continue
        }
        #expect(gradient.shape == input.shape, "\(what)", sourceLocation: sourceLocation)
        let values = input.scalars
        let places = stride(from: 0, to: values.count, by: max(1, values.count / 24))
        func loss(_ place: Int, _ delta: Float) -> Double {
            var moved = values
            moved[place] += delta
            var all = inputs
            all[index] = Tensor(moved, shape: input.shape)
            return zip(body(all).scalars, weightValues).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        let expected = places.map { (loss($0, step) - loss($0, -step)) / Double(values[$0] + step - (values[$0] - step)) }
        let scalars = gradient.scalars
        expectClose(
            places.map { Double(scalars[$0]) }, expected, absolute: absolute, relative: relative, "\(what), gradient of input \(index)",
            sourceLocation: sourceLocation)
    }
}
