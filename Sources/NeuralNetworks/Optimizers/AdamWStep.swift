import Glibc
import Tensors

/// One step of ``AdamW``, with its scalars rounded to float32 where PyTorch rounds them.
struct AdamWStep {
    private let decay: Float
    private let firstWeight: Float
    private let beta2: Float
    private let secondWeight: Float
    private let denominatorScale: Float
    private let epsilon: Float
    private let stepSize: Float

    init(_ optimizer: AdamW, count: Int, learningRate: Double) {
        decay = Float(1 - learningRate * optimizer.weightDecay)
        firstWeight = Float(1 - optimizer.beta1)
        beta2 = Float(optimizer.beta2)
        secondWeight = Float(1 - optimizer.beta2)
        denominatorScale = Float((1 - pow(optimizer.beta2, Double(count))).squareRoot())
        epsilon = Float(optimizer.epsilon)
        stepSize = Float(learningRate / (1 - pow(optimizer.beta1, Double(count))))
    }

    /// The parameter and its moments after the step: four arrays are read and three written in one pass.
    func callAsFunction(
        _ value: Tensor, gradient: Tensor, first: Tensor, second: Tensor
    ) -> (value: Tensor, first: Tensor, second: Tensor) {
        precondition(gradient.shape == value.shape, "a gradient of shape \(gradient.shape) for a parameter of shape \(value.shape)")
        let shape = value.shape
        var (newFirst, newSecond) = (first, second)
        let newValue = Tensor(shape: shape) { newP in
            newFirst = Tensor(shape: shape) { newM in
                newSecond = Tensor(shape: shape) { newV in
                    value.withScalars { p in
                        gradient.withScalars { g in
                            first.withScalars { m in
                                second.withScalars { v in
                                    write(from: (p, g, m, v), to: (newP, newM, newV))
                                }
                            }
                        }
                    }
                }
            }
        }
        return (newValue, newFirst, newSecond)
    }

    private typealias Source = UnsafeBufferPointer<Float>
    private typealias Target = UnsafeMutableBufferPointer<Float>

    private func write(
        from source: (value: Source, gradient: Source, first: Source, second: Source),
        to target: (value: Target, first: Target, second: Target)
    ) {
        for index in target.value.indices {
            let gradient = source.gradient[index]
            // Fused as PyTorch fuses them: with large gradients the rounding of a separate product would show.
            let first = source.first[index].addingProduct(firstWeight, gradient - source.first[index])
            let second = (source.second[index] * beta2).addingProduct(secondWeight * gradient, gradient)
            let denominator = second.squareRoot() / denominatorScale + epsilon
            target.value[index] = source.value[index] * decay - stepSize * first / denominator
            target.first[index] = first
            target.second[index] = second
        }
    }
}
