public import Diffusion
public import NeuralNetworks

/// A network that makes a vector of a picture, so that pictures which show the same thing get vectors of one direction.
public protocol ImageEncoder {
    /// What figures are reported with: `DINO ViT-S/16`, `CLIP ViT-B/32`.
    var name: String { get }

    /// One vector a picture, of length 1.
    ///
    /// - Throws: what `interruption` throws, between pictures.
    func embeddings(of pictures: [Bitmap], interruption: Interruption) throws -> [Embedding]
}

/// A network that also says how well a picture shows what a text says.
public protocol PromptReader: ImageEncoder {
    /// How well each picture shows what the prompt says: the cosine of both vectors for CLIP, a share of the words for an encoder of attributes.
    ///
    /// - Throws: `MeasuresError.unknownWords`; what `interruption` throws.
    func promptFit(of pictures: [Bitmap], to prompt: String, interruption: Interruption) throws -> [Double]
}
