/// A piece of work that can be measured, with its true size.
public enum Work: Equatable, Sendable {
    /// One evaluation of Stable Diffusion 1.5's UNet; a batch of 2 is one picture with guidance.
    case unet(size: Int, batch: Int)
    /// The same, steered by a ControlNet of its shape, which reads its picture each time.
    case controlledUNet(size: Int, batch: Int)
    /// From a prompt to the loss and back: to a word's vectors, to an adapter's, or to every weight of the UNet. With `checkpointing`, blocks are computed a second
    /// time instead of keeping what their gradients need.
    case training(Training, size: Int, batch: Int, checkpointing: Bool = false)
    /// A step of the training loop with everything that belongs to it.
    case step(TrainingStepWork)
    case autoencoder(Direction, size: Int, batch: Int)
    /// CLIP's text model on whole windows of 77 tokens.
    case text(batch: Int)
    /// Loading a model's folder, the files being in the system's cache: into memory fresh from the system, as a new session does, or again,
    /// into memory that an earlier model had.
    case loading(folder: String, again: Bool = false)
    /// The model that comes with the program.
    case tiny(Tiny, batch: Int, checkpointing: Bool = false)
    /// OpenBLAS's product of two square matrices: the ceiling.
    case product(size: Int)

    public enum Family: String, CaseIterable, Sendable {
        case sd15
    }

    public enum Training: String, CaseIterable, Sendable {
        case textualInversion = "textual-inversion"
        case lora
        case oft
        case full
    }

    public enum Direction: String, CaseIterable, Sendable {
        case decode
        case encode
    }

    public enum Tiny: String, CaseIterable, Sendable {
        case picture
        case textualInversion = "textual-inversion"
        case full
    }

    /// A short name, the same in the peers' scripts.
    public var name: String {
        switch self {
        case .unet: "unet"
        case .controlledUNet: "unet-control"
        case .training(let kind, _, _, _): "train-\(kind.rawValue)"
        case .step(let step): "step-\(step.method.rawValue)"
        case .autoencoder(let direction, _, _): "vae-\(direction.rawValue)"
        case .text: "text"
        case .loading(_, let again): again ? "load-again" : "load"
        case .tiny(let kind, _, _): "tiny-\(kind.rawValue)"
        case .product: "sgemm"
        }
    }

    /// What is computed, in words.
    public var title: String {
        switch self {
        case .unet: "UNet of Stable Diffusion 1.5"
        case .controlledUNet: "UNet of Stable Diffusion 1.5 with a ControlNet"
        case .training(.textualInversion, _, _, _): "textual-inversion step of Stable Diffusion 1.5, forward and backward"
        case .training(.lora, _, _, _): "gradients of a LoRA of rank 4 on Stable Diffusion 1.5's attention, forward and backward, no optimizer"
        case .training(.oft, _, _, _): "gradients of an OFT with blocks of 32 on Stable Diffusion 1.5's attention, forward and backward, no optimizer"
        case .training(.full, _, _, _): "gradients of all weights of Stable Diffusion 1.5's UNet, forward and backward, no optimizer"
        case .step(let step): step.title
        case .autoencoder(let direction, _, _): "autoencoder of Stable Diffusion 1.5, \(direction.rawValue)"
        case .text: "CLIP text model of Stable Diffusion 1.5"
        case .loading(let folder, let again): "loading \(folder)\(again ? " again" : "")"
        case .tiny(.picture, _, _): "easel-tiny, pictures of 25 steps with guidance"
        case .tiny(.textualInversion, _, _): "easel-tiny, textual-inversion step with optimizer"
        case .tiny(.full, _, _): "easel-tiny, training step of all weights of the UNet with optimizer"
        case .product: "OpenBLAS sgemm"
        }
    }

    /// Whether a repetition starts without what tensors had before it.
    var wantsFreshMemory: Bool {
        if case .loading(_, again: false) = self { true } else { false }
    }

    /// The extents, in words.
    public var shape: String {
        switch self {
        case .unet(let size, let batch), .controlledUNet(let size, let batch), .autoencoder(_, let size, let batch): "\(size)×\(size), batch \(batch)"
        case .training(_, let size, let batch, let checkpointing): "\(size)×\(size), batch \(batch)\(checkpointing ? ", blocks computed twice" : "")"
        case .step(let step): step.shape
        case .text(let batch): "77 tokens, batch \(batch)"
        case .loading: "float32"
        case .tiny(_, let batch, let checkpointing): "64×64, batch \(batch)\(checkpointing ? ", blocks computed twice" : "")"
        case .product(let size): "\(size)×\(size) · \(size)×\(size)"
        }
    }
}
