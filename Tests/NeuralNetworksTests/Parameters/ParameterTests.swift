import NeuralNetworks
import TestSupport
import Tensors
import Testing

/// A weight that is kept in half of the memory.
@Suite struct ParameterTests {
    private let value = Tensor((0..<64).map { Float($0) * 0.123 }, shape: [8, 8])
    private var rounded: Tensor { NarrowTensor(rounding: value).widened() }

    @Test func itIsRoundedWhenItIsMade() {
        let parameter = Parameter(path: "w", value: value, precision: .bfloat16)
        #expect(parameter.isNarrow && parameter.value.scalars == rounded.scalars && parameter.shape == [8, 8] && parameter.count == 64)
        #expect(!Parameter(path: "w", value: value).isNarrow)
    }

    /// Values that bfloat16 would change are kept whole: what was learnt is never rounded.
    @Test func whatIsPutThereStaysAsItIs() {
        let parameter = Parameter(path: "w", value: value, precision: .bfloat16)
        parameter.update(value)
        #expect(!parameter.isNarrow && parameter.value.scalars == value.scalars)
        parameter.update(rounded * 1)
        #expect(parameter.isNarrow && parameter.value.scalars == rounded.scalars)
    }

    @Test func whatLearnsIsFloat32() {
        let parameter = Parameter(path: "w", value: value, precision: .bfloat16)
        parameter.isTrainable = true
        #expect(parameter.isTrainable && !parameter.isNarrow && parameter.value.requiresGradient)
        parameter.update(value)
        parameter.isTrainable = false
        #expect(!parameter.isTrainable && parameter.value.scalars == value.scalars)
        parameter.holdFull()
        parameter.update(rounded)
        #expect(!parameter.isNarrow, "a learner's memory does not depend on its numbers")
    }

    @Test func whatAFileHasIsRoundedAgain() {
        let parameter = Parameter(path: "w", value: value, precision: .bfloat16)
        parameter.holdFull()
        parameter.update(value * 3)
        parameter.restore(value)
        #expect(parameter.isNarrow && parameter.value.scalars == rounded.scalars)
        let plain = Parameter(path: "w", value: value * 2)
        plain.restore(value)
        #expect(plain.value.scalars == value.scalars)
    }

    /// Biases, norms and tables of words stay as they are.
    @Test func smallOnesStayWhole() throws {
        let scope = ParameterScope(RandomSource(seed: 1, precision: .bfloat16))
        let (weight, bias, table) = (try scope.parameter("w", [4, 4]), try scope.parameter("b", [4]), try scope.table("t", [4, 4]))
        #expect(weight.isNarrow && !bias.isNarrow && !table.isNarrow)
    }
}
