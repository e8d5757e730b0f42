import CellLanguage
import Easel

extension Verbs {
    var manifest: NativeFunction {
        .verb(
            "manifest", [], result: .object("Manifest"),
            """
            What another person needs to get the same pictures: Easel's version, the machine, model and tokens with their hashes, what was trained on what, and the recipe and \
            the digest of every picture that was drawn since the kernel started.

            It belongs in a notebook's last cell. Tokens are shared as files of their own.
            """
        ) { [engine] _ in .object(ManifestObject(engine.manifest())) }
    }

    static let verify = ModelVerb(
        "verify", [.positional("manifest", .string, "A file that save(manifest(), to:) wrote.")], result: .object("Verification"),
        """
        Draws the pictures of a manifest again and says which come out identical, pixel for pixel.

        Load the same model and tokens first. On the same kind of processor all should be identical; on another one the last bits of pictures differ.
        """
    ) { model, call in
        let manifest = try Manifest(path: try call.string("manifest"))
        return .object(VerificationObject(manifest, try model.verify(manifest)))
    }
}
