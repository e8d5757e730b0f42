import CellLanguage
import Easel
import NeuralNetworks

extension Verbs {
    static let reconstruct = ModelVerb(
        "reconstruct",
        [
            .positional("image", .object("Image"), "The picture."),
            .named("from", .enumeration(Choices.activationPart), default: Choices.activationPart.value("full"), "What its convolutions answer."),
        ], result: .object("Image"),
        "Sends a picture through the autoencoder and back, by all of its activations or by a part of them.\n\nAngles alone give the picture back, magnitudes alone do not: why orthogonal fine-tuning turns weights and leaves their size."
    ) { model, call in
        let image = try call.object("image", as: ImageObject.self).image
        return .object(ImageObject(try model.reconstruct(image, from: try call.choice("from") ?? .full)))
    }
}
