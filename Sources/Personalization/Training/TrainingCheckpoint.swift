import FoundationEssentials
import JSONValues
import NeuralNetworks
public import Tensors

/// A training state on disk: a folder with what is learnt, the optimizer's moments and everything else that decides the steps to come.
///
/// It is written beside its place and renamed, so a reader finds a whole one or none.
public struct TrainingCheckpoint {
    public let settings: TrainingSettings
    public let state: TrainingState
    public let losses: [Float]
    /// Steps and the losses on fixed noise after them.
    public let validationLosses: [ValidationLoss]
    /// The thing's label, by which a checkpoint is known to belong to it.
    public let label: String
    /// What the weights were before, where they hold more than the thing: of a lesson, everything that was learnt by then.
    public let foundation: String?
    /// A digest of what was learnt from; nil where it was not taken down.
    public let pictures: String?

    /// The loss on fixed noise after a step.
    public struct ValidationLoss: Equatable, Sendable, Codable {
        public let step: Int
        public let loss: Float

        public init(step: Int, loss: Float) {
            self.step = step
            self.loss = loss
        }
    }

    public init(
        settings: TrainingSettings, state: TrainingState, losses: [Float], validationLosses: [ValidationLoss], label: String, foundation: String? = nil,
        pictures: String? = nil
    ) {
        self.settings = settings
        self.state = state
        self.losses = losses
        self.validationLosses = validationLosses
        self.label = label
        self.foundation = foundation
        self.pictures = pictures
    }

    /// What is not tensors.
    fileprivate struct Document: Codable {
        var format = 1
        let label: String
        let foundation: String?
        let pictures: String?
        let settings: TrainingSettings
        let step: Int
        let optimizerStep: Int
        let generator: TorchGenerator
        let order: [Int]
        let used: Int
        let buckets: [Deck]?
        let prior: Deck?
        let priorBuckets: [Deck]?
        let losses: [Float]
        let validationLosses: [ValidationLoss]
    }

    /// What the thing was, in the order of its parameters: the averages where they were taken, else the values.
    ///
    /// - Throws: `NeuralNetworksError`.
    public static func values(in folder: String) throws -> [Tensor] {
        let file = try SafetensorsFile(path: "\(folder)/state.safetensors")
        let averages = try tensors("average.", in: file)
        return averages.isEmpty ? try tensors("value.", in: file) : averages
    }

    private static func tensors(_ prefix: String, in file: SafetensorsFile) throws -> [Tensor] {
        try (0..<file.entries.keys.count { $0.hasPrefix(prefix) }).map { try file.tensor("\(prefix)\($0)") }
    }

    /// Writes the checkpoint to a folder, in place of one that is there.
    ///
    /// - Throws: `NeuralNetworksError.unwritableFile`.
    public func write(to folder: String) throws {
        let files = FileManager.default
        let temporary = "\(folder).unfinished"
        do {
            if files.fileExists(atPath: temporary) { try files.removeItem(atPath: temporary) }
            try files.createDirectory(atPath: temporary, withIntermediateDirectories: true)
            try SafetensorsWriter.write(tensors, to: "\(temporary)/state.safetensors")
            try JSONEncoder().encode(document).write(to: URL(filePath: "\(temporary)/state.json"))
            if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
            try files.moveItem(atPath: temporary, toPath: folder)
        } catch let error as NeuralNetworksError {
            throw error
        } catch {
            throw NeuralNetworksError.unwritableFile(path: folder, reason: "\(error)")
        }
    }

    /// What a checkpoint says of itself, without its tensors.
    public struct Summary {
        public let label: String
        public let foundation: String?
        public let settings: TrainingSettings
        public let step: Int
        /// Of the first parameter.
        public let shape: [Int]

        /// - Throws: `PersonalizationError.cannotResume`, `NeuralNetworksError`.
        public init(folder: String) throws {
            let document = try Document(folder: folder)
            (label, foundation, settings, step) = (document.label, document.foundation, document.settings, document.step)
            shape = try SafetensorsFile(path: "\(folder)/state.safetensors").entries["value.0"]?.shape ?? []
        }
    }

    /// Reads a checkpoint back.
    ///
    /// - Throws: `PersonalizationError.cannotResume`, `NeuralNetworksError`.
    public init(folder: String) throws {
        let document = try Document(folder: folder)
        let file = try SafetensorsFile(path: "\(folder)/state.safetensors")
        var state = TrainingState(values: try Self.tensors("value.", in: file), seed: 0)
        state.optimizer = AdamWState(
            step: document.optimizerStep,
            moments: document.optimizerStep == 0 ? [] : try state.values.enumerated().map { try Self.moments($0, of: $1, in: file) })
        state.averages = try Self.tensors("average.", in: file)
        state.step = document.step
        state.draws.generator = document.generator
        state.draws.pictures = PictureDraws(all: Deck(order: document.order, used: document.used), buckets: document.buckets ?? [])
        state.draws.prior = PictureDraws(all: document.prior ?? Deck(), buckets: document.priorBuckets ?? [])
        let isSane = state.draws.pictures.isSane && state.draws.prior.isSane && document.step >= 0
        guard isSane else { throw PersonalizationError.cannotResume(path: folder, reason: "its state.json contradicts itself") }
        self.init(
            settings: document.settings, state: state, losses: document.losses, validationLosses: document.validationLosses,
            label: document.label, foundation: document.foundation, pictures: document.pictures)
    }

    private var tensors: [String: Tensor] {
        var tensors = Dictionary(uniqueKeysWithValues: state.values.enumerated().map { ("value.\($0)", $1) })
        for (index, average) in state.averages.enumerated() { tensors["average.\(index)"] = average }
        for (index, moments) in state.optimizer.moments.enumerated() {
            switch moments {
            case .full(let first, let second): (tensors["first.\(index)"], tensors["second.\(index)"]) = (first, second)
            case .blockwise(let first, let second):
                for (name, moment) in [("first", first), ("second", second)] {
                    tensors["\(name).\(index).codes"] = moment.codes
                    tensors["\(name).\(index).scales"] = moment.scales
                }
            }
        }
        return tensors
    }

    /// The moments of one parameter, in the precision that they were written in.
    private static func moments(_ index: Int, of value: Tensor, in file: SafetensorsFile) throws -> AdamWMoments {
        guard file.entries["first.\(index).codes"] != nil else {
            return .full(first: try file.tensor("first.\(index)"), second: try file.tensor("second.\(index)"))
        }
        func moment(_ name: String, _ map: CodeMap) throws -> BlockwiseTensor {
            let (codes, scales) = (try file.tensor("\(name).\(index).codes"), try file.tensor("\(name).\(index).scales"))
            guard let moment = BlockwiseTensor(shape: value.shape, map: map, codes: codes, scales: scales) else {
                throw PersonalizationError.cannotResume(path: file.path, reason: "its optimizer's moments do not fit its values")
            }
            return moment
        }
        return .blockwise(first: try moment("first", .signed), second: try moment("second", .unsigned))
    }

    private var document: Document {
        let (drawn, prior) = (state.draws.pictures, state.draws.prior)
        return Document(
            label: label, foundation: foundation, pictures: pictures, settings: settings, step: state.step, optimizerStep: state.optimizer.step,
            generator: state.draws.generator, order: drawn.all.order, used: drawn.all.used, buckets: drawn.buckets, prior: prior.all,
            priorBuckets: prior.buckets, losses: losses,
            validationLosses: validationLosses)
    }
}

extension TrainingCheckpoint.Document {
    fileprivate init(folder: String) throws {
        guard let data = FileManager.default.contents(atPath: "\(folder)/state.json") else {
            throw PersonalizationError.cannotResume(path: folder, reason: "there is no training checkpoint")
        }
        guard let document = try? JSONDecoder().decode(Self.self, from: data), document.format == 1 else {
            throw PersonalizationError.cannotResume(path: folder, reason: "its state.json is not one that this version of Easel writes")
        }
        self = document
    }
}
