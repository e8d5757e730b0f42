import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Layers with adapters do what layers with the merged weights do.
@Suite struct AdaptationsTests {
    private func linear(_ inputs: Int = 8, _ outputs: Int = 6) throws -> Linear {
        try Linear(inputs: inputs, outputs: outputs, at: ParameterScope(RandomSource(seed: 3)) / "layer")
    }

    private func addition(rank: Int, inputs: Int = 8, outputs: Int = 6, seed: Int, scale: Float) -> LowRankAddition {
        LowRankAddition(
            down: Parameter(path: "down", value: pseudorandom([rank, inputs], seed: seed)),
            up: Parameter(path: "up", value: pseudorandom([outputs, rank], seed: seed + 1)), scale: scale)
    }

    private func rotation(size: Int, blocks: Int, seed: Int, _ form: CayleyForm = .exact) -> BlockRotation {
        BlockRotation(
            skew: Parameter(path: "skew", value: pseudorandom([blocks, SkewSymmetric.count(size)], seed: seed, range: -0.3...0.3)), blockSize: size,
            form: form)
    }

    private func expectMerging(_ change: (inout Adaptations) -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let layer = try linear()
        let (input, addend) = (pseudorandom([2, 5, 8], seed: 9), pseudorandom([2, 5, 6], seed: 10))
        let before = layer(input, plus: addend).scalars
        change(&layer.weight.adaptations)
        let (adapted, gated) = (layer(input, plus: addend).scalars, layer.gated(input).scalars)
        let merged = layer.weight.adaptations.merged(into: layer.weight.value)
        layer.weight.adaptations = Adaptations()
        #expect(layer(input, plus: addend).scalars == before, "the layer is as before", sourceLocation: sourceLocation)
        layer.weight.update(merged)
        expectClose(adapted, layer(input, plus: addend).scalars, absolute: 1e-5, "adapted", sourceLocation: sourceLocation)
        expectClose(gated, layer.gated(input).scalars, absolute: 1e-5, "gated", sourceLocation: sourceLocation)
        #expect(relativeError(adapted, before) > 0.01, "an adaptation changes something", sourceLocation: sourceLocation)
    }

    @Test func oneAddition() throws { try expectMerging { $0.append(addition(rank: 2, seed: 20, scale: 0.5)) } }

    @Test func severalAdditions() throws {
        try expectMerging {
            $0.append(addition(rank: 2, seed: 20, scale: 0.5))
            $0.append(addition(rank: 3, seed: 30, scale: -1.5))
        }
    }

    @Test func rotations() throws {
        try expectMerging {
            $0.append(rotation(size: 4, blocks: 2, seed: 40))
            $0.append(rotation(size: 2, blocks: 1, seed: 50, .neumann(terms: 5)))
        }
    }

    @Test func rotationsBesideAdditions() throws {
        try expectMerging {
            $0.append(addition(rank: 2, seed: 20, scale: 0.5))
            $0.append(rotation(size: 4, blocks: 1, seed: 40))
        }
    }

    @Test(arguments: [1, 3]) func convolutions(_ kernel: Int) throws {
        let layer = try Convolution2D(
            inputs: 4, outputs: 5, kernel: kernel, stride: kernel == 3 ? 2 : 1, padding: Padding2D(integerLiteral: kernel / 2),
            at: ParameterScope(RandomSource(seed: 4)) / "layer")
        let input = pseudorandom([2, 4, 6, 6])
        layer.weight.adaptations.append(
            LowRankAddition(
                down: Parameter(path: "down", value: pseudorandom([2, 4, kernel, kernel])), up: Parameter(path: "up", value: pseudorandom([5, 2, 1, 1])),
                scale: 0.7))
        let adapted = layer(input)
        let merged = layer.weight.adaptations.merged(into: layer.weight.value)
        layer.weight.adaptations = Adaptations()
        layer.weight.update(merged)
        expectClose(adapted, layer(input).scalars, absolute: 2e-5)
    }

    /// Gradients reach what is learnt, and nothing else.
    @Test func gradientsReachTheFactorsAlone() throws {
        let layer = try linear()
        let (addition, rotation) = (addition(rank: 2, seed: 20, scale: 0.5), pseudorandom([2, 6], seed: 40, range: -0.3...0.3))
        let input = pseudorandom([5, 8], seed: 9)
        try expectGradients([input, addition.down.value, addition.up.value], "LoRA") { tensors in
            layer.weight.adaptations = Adaptations()
            layer.weight.adaptations.append(LowRankAddition(down: leaf(tensors[1]), up: leaf(tensors[2]), scale: 0.5))
            return layer(tensors[0])
        }
        try expectGradients([input, rotation], "OFT") { tensors in
            layer.weight.adaptations = Adaptations()
            layer.weight.adaptations.append(BlockRotation(skew: leaf(tensors[1]), blockSize: 4, form: .exact))
            return layer(tensors[0])
        }
        layer.weight.adaptations = Adaptations()
        #expect(!layer(input).requiresGradient)
    }

    private func leaf(_ value: Tensor) -> Parameter { Parameter(path: "leaf", value: value) }
}
