import Glibc

/// The natural logarithm of one number.
func logarithm(_ x: Float) -> Float { Glibc.logf(x) }

extension Tensor {
    // In double precision: arguments are few (timesteps), but large, and float32 reductions lose digits there.

    func sine() -> Tensor { eachInDouble { Glibc.sin($0) } }

    func cosine() -> Tensor { eachInDouble { Glibc.cos($0) } }

    private func eachInDouble(_ function: (Double) -> Double) -> Tensor {
        withScalars { source in
            Tensor(shape: shape) { target in
                Parallelism.ranges(source.count, grain: 4096) { range in
                    for index in range { target[index] = Float(function(Double(source[index]))) }
                }
            }
        }
    }
}
