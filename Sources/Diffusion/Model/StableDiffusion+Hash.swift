import Digests
import FoundationEssentials
import NeuralNetworks
import Tensors

extension StableDiffusion {
    /// SHA-256, in hexadecimal, of the weights as the engine computes with them: two files that hold the same weights have one hash.
    ///
    /// It reads every weight once: about two seconds for a checkpoint of Stable Diffusion's size.
    public func weightsHash() -> String { weightsHash {} }

    /// The same.
    ///
    /// - Parameter beforeEach: called before every parameter.
    public func weightsHash(beforeEach: () throws -> Void) rethrows -> String {
        var digest = SHA256()
        for parameter in [textModel.parameters, unet.parameters, autoencoder.parameters].joined() {
            try beforeEach()
            digest.update(Array(parameter.path.utf8))
            parameter.value.withScalars { digest.update(UnsafeRawBufferPointer($0)) }
        }
        return digest.finalize().hex
    }
}
