import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization
import Tensors

extension EaselSession {
    /// Writes a token as the file that diffusers and the web interfaces read; it is read back to be sure.
    ///
    /// - Throws: `EaselError.invalidArgument` for another ending, `NeuralNetworksError.unwritableFile`.
    public func save(_ token: Token, to path: String) throws {
        let path = ModelLocation.expanded(path)
        guard path.hasSuffix(".safetensors") else {
            throw EaselError.invalidArgument(name: "to", expected: "a path that ends in .safetensors", found: "'\(path)'")
        }
        try Self.makeFolder(of: path)
        let file = TokenFile(placeholder: token.placeholder, vectors: token.parameter.value)
        try file.write(to: path)
        guard try TokenFile(path: path).vectors.scalars == token.parameter.value.scalars else {
            throw EaselError.unwritableFile(path: path, reason: "what was written reads back differently")
        }
    }

    /// Writes pictures: one to the path, several to numbered files beside it (`cat.png` to `cat-1.png`, `cat-2.png`).
    public func save(_ images: [Image], to path: String) throws {
        let path = ModelLocation.expanded(path)
        let url = URL(filePath: path)
        let ending = url.pathExtension.lowercased()
        guard ["png", "jpg", "jpeg"].contains(ending) else {
            throw EaselError.invalidArgument(name: "to", expected: "a path that ends in .png or .jpg", found: "'\(path)'")
        }
        try Self.makeFolder(of: path)
        if images.count == 1 { return try images[0].write(to: path) }
        let stem = path.dropLast(url.pathExtension.count + 1)
        for (index, image) in images.enumerated() { try image.write(to: "\(stem)-\(index + 1).\(url.pathExtension)") }
    }

    private static func makeFolder(of path: String) throws {
        guard path.contains("/") else { return }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw EaselError.unwritableFile(path: folder, reason: "\(error)")
        }
    }
}
