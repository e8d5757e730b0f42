public import FoundationEssentials
import JSONValues
public import NeuralNetworks

/// A whole model in one file, `.safetensors` or `.ckpt`, in the layout of the original latent-diffusion code: Stable Diffusion 1.x and 2.x.
///
/// Source: the published checkpoints; diffusers, `loaders/single_file.py` and `single_file_utils.py`.
public struct SingleFile: ModelFiles {
    public let path: String
    public let notes: [String]
    private let weights: [String: Checkpoint]
    private let configurations: [String: ConfigurationFile]
    private let schedulerConfiguration: (json: Data, file: String)
    private let tokenizerPlace: (folder: String, paddingID: Int?)

    /// Opens the file and works its configuration out.
    ///
    /// - Parameters:
    ///   - variant: `ema` for the averaged weights of the UNet, where the file has them beside the ordinary ones.
    ///   - configuration: a folder in diffusers' layout that says what the shapes don't, and has scheduler and tokenizer.
    ///   - prediction: what the UNet predicts, where neither the file nor a `.yaml` beside it says so.
    ///   - vocabularies: folders of CLIP's tokenizer, to be used where there is none beside the file.
    /// - Throws: `DiffusionError.notAModel` for other networks, by name; `.noTokenizer`; what `Checkpoint` throws.
    public init(
        path: String, variant: String? = nil, configuration: ModelFolder? = nil, prediction: PredictionType? = nil, vocabularies: [String] = []
    ) throws {
        let layout = try SingleFileLayout(Checkpoint(path: path), variant: variant)
        self.path = path
        weights = layout.weights
        let choice = SingleFilePrediction(layout, stated: prediction)
        let places = TokenizerSearch(beside: path, configuration: configuration?.path, vocabularies: vocabularies, isOpenCLIP: layout.isOpenCLIP)
        tokenizerPlace = try places.found()
        if let configuration {
            configurations = try Self.components.reduce(into: [:]) { $0[$1] = try configuration.configuration($1) }
            schedulerConfiguration = try configuration.schedulerDocument()
            notes = layout.notes
        } else {
            configurations = layout.configurations(sampleSize: choice.sampleSize).reduce(into: [:]) {
                $0[$1.key] = ConfigurationFile(path: path, members: $1.value)
            }
            schedulerConfiguration = (Data(JSONValue.object(choice.scheduler).serialized(indentation: 2)), path)
            notes = layout.notes + choice.notes
        }
    }

    static let components = ["text_encoder", "unet", "vae"]

    public func configuration(_ component: String) throws -> ConfigurationFile {
        guard let file = configurations[component] else { throw DiffusionError.notAModel(path: path, reason: "it has no \(component)") }
        return file
    }

    public func weights(_ component: String) throws -> Checkpoint {
        guard let checkpoint = weights[component] else { throw DiffusionError.notAModel(path: path, reason: "it has no \(component)") }
        return checkpoint
    }

    public func schedulerDocument() -> (json: Data, file: String) { schedulerConfiguration }
    public func tokenizer() -> (folder: String, paddingID: Int?) { tokenizerPlace }
}
