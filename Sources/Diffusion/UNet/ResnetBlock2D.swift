import NeuralNetworks
import Tensors

/// Two normed convolutions with the timestep added between them, and the input added at the end.
///
/// Source: He et al. 2016 and Ho et al. 2020, as diffusers' `ResnetBlock2D`; the autoencoder's blocks have no timestep.
struct ResnetBlock2D {
    private let firstNorm: GroupNorm
    private let firstConvolution: Convolution2D
    private let timeProjection: Linear?
    private let secondNorm: GroupNorm
    private let secondConvolution: Convolution2D
    private let shortcut: Convolution2D?
    private let scale: Float

    /// - Parameters:
    ///   - timeWidth: width of the timestep embedding; nil where there is none.
    ///   - scale: what the sum is divided by at the end.
    init(
        inputs: Int, outputs: Int, timeWidth: Int?, groups: Int, epsilon: Float, scale: Float = 1, at scope: ParameterScope
    ) throws {
        firstNorm = try GroupNorm(groups: groups, channels: inputs, epsilon: epsilon, at: scope / "norm1")
        firstConvolution = try Convolution2D(inputs: inputs, outputs: outputs, kernel: 3, padding: 1, at: scope / "conv1")
        timeProjection = try timeWidth.map { try Linear(inputs: $0, outputs: outputs, at: scope / "time_emb_proj") }
        secondNorm = try GroupNorm(groups: groups, channels: outputs, epsilon: epsilon, at: scope / "norm2")
        secondConvolution = try Convolution2D(inputs: outputs, outputs: outputs, kernel: 3, padding: 1, at: scope / "conv2")
        shortcut = inputs == outputs ? nil : try Convolution2D(inputs: inputs, outputs: outputs, kernel: 1, at: scope / "conv_shortcut")
        self.scale = scale
    }

    /// Shapes: input [batch, inputs, height, width], time [batch, timeWidth] after SiLU; result [batch, outputs, height, width].
    func callAsFunction(_ input: Tensor, time: Tensor? = nil) -> Tensor {
        let timeBias = time.flatMap { time in timeProjection.map { $0(time) } }
        let hidden = firstConvolution(firstNorm.silu(input), imageBias: timeBias)
        let sum = secondConvolution(secondNorm.silu(hidden), plus: shortcut.map { $0(input) } ?? input)
        return scale == 1 ? sum : sum * (1 / scale)
    }
}
