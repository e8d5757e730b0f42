/// What pictures are compared by.
public enum LikenessMeasure: String, CaseIterable, Sendable {
    /// Histograms of the middle of the picture: needs nothing, and knows nothing of shapes.
    case colour
    /// The encoder of the toy world's drawings that comes with Easel.
    case encoder
    /// DINO ViT, the DreamBooth paper's measure of subject fidelity.
    case dino
    /// CLIP: the paper's CLIP-I and, against a prompt, CLIP-T.
    case clip
}
