import NeuralNetworks
import Tensors

/// Attention over the positions of a picture and over the prompt: diffusers' `Transformer2DModel`.
struct Transformer2D {
    private let norm: GroupNorm
    private let input: Projection
    private let blocks: [TransformerBlock]
    private let output: Projection

    /// SD 1.x projects with 1×1 convolutions, SD 2.x with linear layers: the same product, other weight shapes.
    private enum Projection {
        case convolution(Convolution2D)
        case linear(Linear)

        init(channels: Int, linear: Bool, at scope: ParameterScope) throws {
            self =
                try linear
                ? .linear(Linear(inputs: channels, outputs: channels, at: scope))
                : .convolution(Convolution2D(inputs: channels, outputs: channels, kernel: 1, at: scope))
        }
    }

    init(
        channels: Int, heads: Int, layers: Int, contextWidth: Int, groups: Int, usesLinearProjection: Bool, at scope: ParameterScope
    ) throws {
        norm = try GroupNorm(groups: groups, channels: channels, epsilon: 1e-6, at: scope / "norm")
        input = try Projection(channels: channels, linear: usesLinearProjection, at: scope / "proj_in")
        blocks = try (0..<layers).map {
            try TransformerBlock(width: channels, heads: heads, contextWidth: contextWidth, at: scope / "transformer_blocks" / $0)
        }
        output = try Projection(channels: channels, linear: usesLinearProjection, at: scope / "proj_out")
    }

    /// What each of the blocks attends to.
    ///
    /// Shapes: context [batch, tokens, contextWidth].
    func keysAndValues(of context: Tensor) -> [KeysAndValues] { blocks.map { $0.keysAndValues(of: context) } }

    /// Shapes: sample [batch, channels, height, width]; result as sample.
    func callAsFunction(_ sample: Tensor, context: [KeysAndValues]) -> Tensor {
        let (height, width) = (sample.shape[2], sample.shape[3])
        var hidden = norm(sample)
        switch input {
        case .convolution(let project): hidden = project(hidden).positionsLast()
        case .linear(let project): hidden = project(hidden.positionsLast())
        }
        for (block, context) in zip(blocks, context) { hidden = block(hidden, context: context) }
        switch output {
        case .convolution(let project): return project(hidden.channelsFirst(height: height, width: width), plus: sample)
        case .linear(let project): return project(hidden, plus: sample.positionsLast()).channelsFirst(height: height, width: width)
        }
    }
}

extension Tensor {
    /// [batch, channels, height, width] → [batch, height·width, channels].
    fileprivate func positionsLast() -> Tensor {
        reshaped([shape[0], shape[1], shape[2] * shape[3]]).transposed(1, 2)
    }

    /// [batch, height·width, channels] → [batch, channels, height, width].
    fileprivate func channelsFirst(height: Int, width: Int) -> Tensor {
        transposed(1, 2).reshaped([shape[0], shape[2], height, width])
    }
}
