/// What a convolution answers: all of it, or a part, for seeing which part carries what.
///
/// An activation is the product of a filter w and a patch x, w·x = |w| |x| cos(w, x).
/// Source: Qiu et al. 2023, "Controlling Text-to-Image Diffusion by Orthogonal Finetuning", section 3.1 and figure 2.
public enum ActivationPart: String, CaseIterable, Sendable {
    /// w·x: the layer as it is.
    case full
    /// |w| |x|: how large, not in which direction.
    case magnitudes
    /// cos(w, x), times the mean of |w| |x| over the layer: one number, without which biases would find answers of another size.
    case angles
}
