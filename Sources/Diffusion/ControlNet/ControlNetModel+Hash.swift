import Digests
import NeuralNetworks
import Tensors

extension ControlNetModel {
    /// SHA-256, in hexadecimal, of the weights as the engine computes with them.
    ///
    /// - Parameter beforeEach: called before every parameter: a published net's 1.4 GB take about a second.
    public func weightsHash(beforeEach: () throws -> Void) rethrows -> String {
        var digest = SHA256()
        for parameter in parameters {
            try beforeEach()
            digest.update(Array(parameter.path.utf8))
            parameter.value.withScalars { digest.update(UnsafeRawBufferPointer($0)) }
        }
        return digest.finalize().hex
    }
}
