/// The families of models that a text model's width tells apart: a learnt token works with its own family only.
public enum TextFamily {
    /// The family in words, such as `Stable Diffusion 1.x`; nil for a width that no published family has.
    public static func name(ofWidth width: Int) -> String? {
        switch width {
        case 768: "Stable Diffusion 1.x"
        case 1024: "Stable Diffusion 2.x"
        case 1280: "Stable Diffusion XL's second text model"
        default: nil
        }
    }
}
