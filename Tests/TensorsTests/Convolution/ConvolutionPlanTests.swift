import TestSupport
import Tensors
import Testing

/// Every plan and every instruction level against the definition.
@Suite struct ConvolutionPlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let (images, height, width, channels, outputs): (Int, Int, Int, Int, Int)

        init(_ images: Int, _ height: Int, _ width: Int, _ channels: Int, _ outputs: Int) {
            (self.images, self.height, self.width, self.channels, self.outputs) = (images, height, width, channels, outputs)
        }

        var testDescription: String { "\(images)×\(channels)×\(height)×\(width) → \(outputs)" }
    }

    /// Sizes around whole tiles, channels and outputs around panels; more tiles than a block or a group has, more channels than a depth; weights too
    /// large to be transformed at once.
    static let cases = [
        Case(1, 1, 1, 8, 8), Case(2, 2, 3, 8, 16), Case(1, 4, 4, 16, 8), Case(2, 5, 7, 24, 40), Case(3, 8, 9, 8, 72), Case(1, 6, 13, 40, 64),
        Case(1, 47, 51, 8, 8), Case(2, 3, 5, 520, 16), Case(1, 4, 6, 16, 136),
        Case(1, 24, 26, 264, 256), Case(2, 58, 50, 32, 72),
    ]
    static let plans: [ConvolutionPlan] = [.columns, .winograd2, .winograd4]

    private struct Operands {
        let x, w, bias, addend, seed: Tensor

        init(_ one: Case, _ layout: TensorLayout) {
            x = layout.tensor([one.images, one.channels, one.height, one.width]).requiringGradient()
            w = layout.tensor([one.outputs, one.channels, 3, 3], seed: 2).requiringGradient()
            bias = pseudorandom([one.images, one.outputs], seed: 3).requiringGradient()
            addend = layout.tensor([one.images, one.outputs, one.height, one.width], seed: 4).requiringGradient()
            seed = layout.tensor([one.images, one.outputs, one.height, one.width], seed: 5)
        }

        func result(_ plan: ConvolutionPlan, _ level: InstructionLevel) -> Tensor {
            x.convolved2d(weight: w, bias: bias, padding: 1, plus: addend, plan: plan, level: level)
        }
    }

    @Test(arguments: cases, TensorLayout.allCases) func everyPlanMatchesTheDefinition(_ one: Case, _ layout: TensorLayout) throws {
        let operands = Operands(one, layout)
        let none = [Float](repeating: 0, count: one.outputs)
        let expected = ConvolutionTests.naive(operands.x, operands.w, none, 1, 1)
        let rows = operands.bias.detached().reshaped([one.images, one.outputs, 1, 1])
        let whole = (Tensor(expected.values, shape: expected.shape) + rows + operands.addend.detached()).scalars
        for plan in Self.plans {
            for level in InstructionLevel.available {
                // Winograd's transforms round more than a sum of products, and the worst of many elements is far out.
                let tolerance = (plan == .winograd4 ? 8e-6 : 4e-6) * Float(9 * one.channels).squareRoot()
                expectClose(operands.result(plan, level), whole, shape: expected.shape, absolute: tolerance, "\(plan) \(level)")
            }
        }
    }

    /// Whatever plan is chosen, it is the same for one picture and for several.
    @Test(arguments: [2, 3, 4, 6, 8, 12], [32, 64, 128, 256]) func aPictureAloneHasTheSameBits(_ side: Int, _ channels: Int) {
        let (x, w) = (pseudorandom([8, channels, side, side]), pseudorandom([channels, channels, 3, 3], seed: 2))
        let together = x.convolved2d(weight: w, bias: nil, padding: 1)
        let alone = x.sliced(axis: 0, 5..<6).convolved2d(weight: w, bias: nil, padding: 1)
        let areSame = alone.scalars == together.sliced(axis: 0, 5..<6).scalars
        #expect(areSame, "\(channels) channels, \(side)×\(side)")
    }

    /// The gradients of the direct plan are checked against differences elsewhere; the others must agree with them.
    @Test(arguments: cases, TensorLayout.allCases) func gradientsAgree(_ one: Case, _ layout: TensorLayout) throws {
        let operands = Operands(one, layout)
        let leaves = [operands.x, operands.w, operands.bias, operands.addend]
        let direct = try gradients(of: operands.result(.columns, .baseline), seed: operands.seed)
        for plan in Self.plans {
            for level in InstructionLevel.available {
                let found = try gradients(of: operands.result(plan, level), seed: operands.seed)
                for leaf in leaves {
                    let (ours, theirs) = (try #require(found[leaf]), try #require(direct[leaf]))
                    let tolerance = 1e-5 * Float(9 * max(one.outputs, one.height * one.width * one.images)).squareRoot()
                    expectClose(ours, theirs.scalars, shape: leaf.shape, absolute: tolerance, "\(plan) \(level)")
                }
            }
        }
    }

    @Test(.enabled(if: InstructionLevel.machine == .avx512)) func levelsWithFusedProductsGiveTheSameBits() {
        let operands = Operands(Case(2, 13, 9, 40, 72), .contiguous)
        for plan in Self.plans {
            #expect(operands.result(plan, .avx2).scalars == operands.result(plan, .avx512).scalars, "\(plan)")
        }
    }

    @Test func pixelsTakeTheirOwnBias() throws {
        let x = pseudorandom([2, 5, 3, 4]).requiringGradient()
        let (w, bias) = (pseudorandom([6, 5, 1, 1], seed: 2), pseudorandom([2, 6], seed: 3))
        let result = x.convolved2d(weight: w, bias: bias)
        let rows = x.detached().permuted([0, 2, 3, 1]).linear(weight: w.reshaped([6, 5])).permuted([0, 3, 1, 2])
        expectClose(result, (rows + bias.reshaped([2, 6, 1, 1])).scalars, shape: [2, 6, 3, 4], absolute: 1e-6)
    }
}
