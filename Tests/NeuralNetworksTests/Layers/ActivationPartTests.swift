import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Parts of a convolution's activations against sums written out, at odd sizes with stride and padding.
@Suite struct ActivationPartTests {
    private static let (inputs, outputs, kernel, height, width) = (3, 4, 3, 7, 5)

    private func layer() throws -> Convolution2D {
        try Convolution2D(
            inputs: Self.inputs, outputs: Self.outputs, kernel: Self.kernel, stride: 2, padding: 1, at: ParameterScope(RandomSource(seed: 3)) / "layer")
    }

    private func input() -> Tensor { pseudorandom([2, Self.inputs, Self.height, Self.width], seed: 5) }

    /// A layer's products and lengths, [batch, outputs, rows, columns] in a row.
    private func written(_ layer: Convolution2D, _ input: Tensor) -> (products: [Float], magnitudes: [Float]) {
        let (weight, pixels) = (layer.weight.value.scalars, input.scalars)
        var (products, magnitudes): ([Float], [Float]) = ([], [])
        for image in 0..<2 {
            for output in 0..<Self.outputs {
                for row in 0..<(Self.height + 1) / 2 {
                    for column in 0..<(Self.width + 1) / 2 {
                        var (product, filter, patch): (Float, Float, Float) = (0, 0, 0)
                        for channel in 0..<Self.inputs {
                            for place in 0..<Self.kernel * Self.kernel {
                                let w = weight[(output * Self.inputs + channel) * Self.kernel * Self.kernel + place]
                                let (y, x) = (row * 2 + place / Self.kernel - 1, column * 2 + place % Self.kernel - 1)
                                let isInside = (0..<Self.height).contains(y) && (0..<Self.width).contains(x)
                                let p = isInside ? pixels[((image * Self.inputs + channel) * Self.height + y) * Self.width + x] : 0
                                (product, filter, patch) = (product + w * p, filter + w * w, patch + p * p)
                            }
                        }
                        products.append(product)
                        magnitudes.append((filter * patch).squareRoot())
                    }
                }
            }
        }
        return (products, magnitudes)
    }

    @Test func partsAreThoseOfTheDefinition() throws {
        let (layer, input) = (try layer(), input())
        let (products, magnitudes) = written(layer, input)
        let positions = products.count / 2 / Self.outputs
        let biases = (0..<products.count).map { layer.bias.value.scalars[$0 / positions % Self.outputs] }
        layer.weight.part = .magnitudes
        expectClose(layer(input), zip(magnitudes, biases).map(+), absolute: 1e-5)
        let mean = magnitudes.reduce(0, +) / Float(magnitudes.count)
        layer.weight.part = .angles
        let angles = products.indices.map { products[$0] / magnitudes[$0] * mean + biases[$0] }
        expectClose(layer(input), angles, absolute: 1e-5)
    }

    /// What else a layer adds is added to a part as well.
    @Test func biasesOfImagesAndAddendsStay() throws {
        let (layer, input) = (try layer(), input())
        let imageBias = pseudorandom([2, Self.outputs], seed: 6)
        for part in ActivationPart.allCases {
            layer.weight.part = part
            let plain = layer(input)
            let sum = layer(input, imageBias: imageBias, plus: plain)
            let expected = plain + plain + imageBias.unsqueezed(axis: 2).unsqueezed(axis: 3)
            expectClose(sum, expected.scalars, absolute: 1e-4)
        }
    }
}
