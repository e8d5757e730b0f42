import Diffusion
import FoundationEssentials
import Hub
import NeuralNetworks
public import Personalization
import Tensors

extension Model {
    /// Adds a word of one's own, ready to be trained.
    ///
    /// - Parameters:
    ///   - placeholder: what stands for it in prompts; `<…>` is the custom, since added tokens match inside ordinary words too.
    ///   - initializer: an ordinary word that means something similar.
    ///   - vectors: 1 to 16.
    /// - Throws: `TokenizerError`, `PersonalizationError`.
    public func addToken(_ placeholder: String, initializer: String, vectors: Int = 1) throws -> Token {
        let isKnown = tokens.contains { $0.placeholder == placeholder }
        let token = try Token(placeholder, initializer: initializer, vectors: vectors, in: diffusion)
        install(token)
        if isKnown { session.emit(.note("\(placeholder) was known already; it starts over from '\(initializer)'.")) }
        warn(about: placeholder)
        return token
    }

    /// Reads a token that was learnt before, here or with another tool.
    ///
    /// - Parameters:
    ///   - source: a file, a folder that holds one, or a repository `owner/concept` of the hub.
    ///   - placeholder: another name for it; the file's own where it is left out.
    /// - Throws: `PersonalizationError.notATokenFile`, `.widthMismatch`; `HubError`.
    public func loadToken(_ source: String, placeholder: String? = nil) throws -> Token {
        let path = try tokenPath(source)
        let file = try TokenFile(path: path)
        let (vectors, width) = (file.vectors.shape[0], diffusion.textModel.embeddings.width)
        guard file.vectors.shape[1] == width else {
            throw PersonalizationError.widthMismatch(path: path, found: file.vectors.shape[1], expected: width, model: name)
        }
        guard (1...64).contains(vectors), file.vectors.scalars.allSatisfy(\.isFinite) else {
            throw PersonalizationError.notATokenFile(path: path, reason: "it holds \(vectors) vectors, or numbers that are not finite")
        }
        let name = placeholder ?? file.placeholder
        let isKnown = tokens.contains { $0.placeholder == name }
        let added = try diffusion.addPlaceholder(name, vectors: vectors)
        let token = Token(added: added, initializer: nil, initial: file.vectors, model: diffusion)
        install(token)
        if isKnown { session.emit(.note("\(name) was known already; the file's vectors take its place.")) }
        warn(about: name)
        return token
    }

    private func tokenPath(_ source: String) throws -> String {
        let path = ModelLocation.expanded(source)
        guard !FileManager.default.fileExists(atPath: path), let repository = HubRepository(source),
            !["pt", "bin", "safetensors"].contains(URL(filePath: path).pathExtension)
        else {
            return path
        }
        let (folder, files) = try session.folder(of: repository, revision: nil) { try $0.token() }
        return "\(folder)/\(files[0])"
    }

    private func warn(about placeholder: String) {
        let words = diffusion.tokenizer.words(containing: placeholder)
        guard !words.isEmpty else { return }
        session.emit(.warning("'\(placeholder)' is found inside ordinary words too (\(words.joined(separator: ", "))); '<\(placeholder)>' would not be."))
    }
}
