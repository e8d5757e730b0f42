import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization
import Tensors

extension EaselSession {
    /// Writes a token as a file that diffusers and the web interfaces read (`.safetensors`, `.bin`, or `.pt` in the layout of the latter); it is
    /// read back to be sure.
    ///
    /// - Throws: `EaselError.invalidArgument` for another ending, `NeuralNetworksError.unwritableFile`.
    public func save(_ token: Token, to path: String) throws {
        let path = ModelLocation.expanded(path)
        guard ["safetensors", "bin", "pt"].contains(URL(filePath: path).pathExtension.lowercased()) else {
            throw EaselError.invalidArgument(name: "to", expected: "a path that ends in .safetensors, .bin or .pt", found: "'\(path)'")
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

    /// Writes a model as a folder in diffusers' layout, which every tool of the field reads; weights keep the precision that they were stored in.
    ///
    /// Tokens are files of their own and not part of it. A model that lies in the folder already is replaced.
    ///
    /// - Throws: `EaselError.invalidArgument` for a path that is a file or a folder of other things; `unwritableFile`.
    public func save(_ model: Model, to path: String) throws {
        let path = ModelLocation.expanded(path)
        try ProgressLine("saving \(model.name)", in: self).during { line in
            var done = 0
            try model.diffusion.save(to: path, interruption: interruption) { part in
                line.update(done, of: 4, activity: part)
                done += 1
            }
            try model.recommended.write(to: path)
        }
    }

    static func makeFolder(of path: String) throws {
        guard path.contains("/") else { return }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw EaselError.unwritableFile(path: folder, reason: "\(error)")
        }
    }
}
