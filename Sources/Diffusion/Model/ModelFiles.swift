public import FoundationEssentials
public import NeuralNetworks

/// Where the parts of a model come from: a folder in diffusers' layout, or a single file. Components have the names of diffusers' folders.
public protocol ModelFiles: Sendable {
    /// The folder or file, for messages.
    var path: String { get }
    /// What is there and Easel passes over, and what was chosen where there was a choice, in words.
    var notes: [String] { get }

    /// The configuration of `text_encoder`, `unet` or `vae`.
    func configuration(_ component: String) throws -> ConfigurationFile

    /// The weights of `text_encoder`, `unet` or `vae`.
    func weights(_ component: String) throws -> Checkpoint

    /// The text of a `scheduler_config.json`, and the file to name in messages.
    func schedulerDocument() throws -> (json: Data, file: String)

    /// The folder of the tokenizer's files, and the id that fills prompts up where it is not for those files to say.
    func tokenizer() throws -> (folder: String, paddingID: Int?)
}
