import CellLanguage
import Easel
import Personalization

extension Verbs {
    static let addToken = ModelVerb(
        "addToken",
        [
            .positional("placeholder", .string, "What stands for it in prompts; <…> is the custom."),
            .required("initializer", .string, "An ordinary word that means something similar."),
            .named("vectors", .int, default: 1, "More hold more detail and give way less to the rest of a prompt.", in: .within(1...16)),
        ], result: .object("Token"),
        "Adds a word of one's own to the model, ready to be trained.\n\nAdded words are found in any case and inside other words, so choose one that is in none."
    ) { model, call in
        .object(
            TokenObject(
                try model.addToken(call.string("placeholder"), initializer: call.string("initializer"), vectors: call.int("vectors"))))
    }

    static let loadToken = ModelVerb(
        "loadToken",
        [
            .positional("source", .string, "A .safetensors, .bin or .pt file that Easel, diffusers or a web interface wrote, or a folder that holds one."),
            .named("placeholder", .optional(.string), defaultText: "the file's", "Another name for it."),
        ], result: .object("Token"), "Reads a token that was learnt before, here or with another tool."
    ) { model, call in
        .object(TokenObject(try model.loadToken(call.string("source"), placeholder: call.value("placeholder")?.asString)))
    }

    static let trainable = ModelVerb(
        "trainable", [.positional("thing", trainableThings, "What would be trained.")], result: .object("Table"),
        "Shows what training a thing would change and what stays frozen, part by part."
    ) { model, call in
        let parts = model.trainableParts(of: try call.thing("thing"))
        let rows = parts.map { part in
            [part.name, ModelCard.grouped(part.trainable), ModelCard.grouped(part.frozen), part.trainable > 0 ? "trained" : "frozen"]
        }
        return .object(TableObject(title: "What training would change", header: ["part", "trainable", "frozen", ""], rows: rows))
    }
}
