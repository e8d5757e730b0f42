import CellLanguage
import Easel
import Personalization

extension Verbs {
    /// What `train` takes.
    static let trainableThings = ValueType.oneOf([.object("Token"), .object("Subject"), .object("Adapter"), .object("ControlNet"), .object("Model")])

    static let subject = ModelVerb(
        "subject",
        [
            .positional(
                "identifier", .optional(.string), "A rare word that means nothing to the model, such as \"sks\"; found where it is left out.", default: .nil),
            .required("category", .string, "What it is one of: \"dog\", \"bottle\", \"painting\"."),
            .named("instancePrompt", .optional(.string), defaultText: "\"a photo of sks dog\"", "The prompt of its pictures, in any words."),
            .named(
                "classPrompt", .optional(.string), defaultText: "\"a photo of a dog\"",
                "The prompt of other things of its category, which training leaves as they are."),
        ], result: .object("Subject"),
        "One particular thing of a category, to be taught with DreamBooth: the whole UNet learns it, while pictures of its class keep the class as it was."
    ) { model, call in
        .object(
            SubjectObject(
                try model.subject(
                    call.value("identifier")?.asString, category: call.string("category"), instancePrompt: call.value("instancePrompt")?.asString,
                    classPrompt: call.value("classPrompt")?.asString)))
    }
}

extension Call {
    /// The argument as a thing that can be trained; a model stands for its own weights.
    /// One thing or several, with the objects that they are in cells.
    func things(_ name: String) throws -> [(thing: any Trainable, object: any CellObject)] {
        try list(name).map { value in
            if let object = value.asObject(ModelObject.self) { return (object.model.weights, object) }
            guard let object = value.asObject((any TrainableObject).self) else { throw error(name, "'\(name)' can't be trained") }
            return (object.thing, object)
        }
    }

    func thing(_ name: String) throws -> any Trainable {
        if let model = value(name)?.asObject(ModelObject.self)?.model { return model.weights }
        guard let object = value(name)?.asObject((any TrainableObject).self) else { throw error(name, "'\(name)' can't be trained") }
        return object.thing
    }
}
