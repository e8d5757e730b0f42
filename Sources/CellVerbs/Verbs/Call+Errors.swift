import CellLanguage
import Detectors
import Diffusion
import Easel
import Hub
import Measures
import NeuralNetworks
import Personalization

extension Call {
    /// Runs a verb; what it throws becomes an error of the cell that names its kind and underlines the argument that is to blame.
    func translatingErrors(_ body: () throws -> Value) throws -> Value {
        do {
            return try translatingHostErrors(body)
        } catch let error as CellError {
            throw suggestingNames(error)
        }
    }

    private func translatingHostErrors(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as CellError {
            throw error
        } catch is Interrupted {
            throw CellError.interruption()
        } catch let error as EaselError {
            throw translated(error)
        } catch let error as DiffusionError {
            throw translated(error)
        } catch let error as NeuralNetworksError {
            throw translated(error)
        } catch let error as PersonalizationError {
            throw translated(error)
        } catch let error as DetectorError {
            throw translated(error)
        } catch let error as MeasuresError {
            throw CellError(named: "MeasuresError", "\(error)", underlying: error)
        } catch let error as TokenizerError {
            throw translated(error)
        } catch let error as HubError {
            throw CellError(named: "HubError", "\(error)", underlying: error)
        } catch let error as ImageError {
            throw CellError(named: "FileError", "\(error)", underlying: error)
        }
    }

    private func argument(_ name: String, _ expected: String, _ found: String) -> CellError {
        error(name, "'\(name)' of \(function.name) must be \(expected), not \(found)")
    }

    private func translated(_ error: EaselError) -> CellError {
        switch error {
        case .invalidArgument(let name, let expected, let found): argument(name, expected, found)
        case .noModel, .unknownModel, .unusableRepository, .missingControlNet, .foreign, .unknownRecommendation:
            CellError(named: "ModelError", "\(error)", underlying: error)
        case .noEncoder: self.error("by", "\(error)")
        case .noControlNet: self.error("control", "\(error)")
        case .notYet: CellError(named: "NotYetError", "\(error)", underlying: error)
        case .noCheckpoint: CellError(.argument, "\(error)", at: range)
        case .unreadableFile, .unwritableFile, .noRecipe: CellError(named: "FileError", "\(error)", underlying: error)
        }
    }

    private func translated(_ error: DetectorError) -> CellError {
        switch error {
        case .invalidArgument(let name, let expected, let found): argument(name, expected, found)
        case .flatDepth: self.error("picture", "\(error)")
        case .noSize: CellError(.argument, "\(error)", at: range)
        case .noKeypoints: CellError(named: "FileError", "\(error)", underlying: error)
        }
    }

    private func translated(_ error: TokenizerError) -> CellError {
        switch error {
        case .invalidPlaceholder, .alreadyInVocabulary, .unknownPlaceholder: self.error("placeholder", "\(error)")
        case .invalidVectorCount: self.error("vectors", "\(error)")
        case .notATokenizer, .unreadable, .malformed, .unknownSpecialToken: CellError(named: "ModelError", "\(error)", underlying: error)
        }
    }

    private func translated(_ error: DiffusionError) -> CellError {
        switch error {
        case .invalidArgument(let name, let expected, let found): argument(name, expected, found)
        case .notEnoughMemory: CellError(named: "MemoryError", "\(error)", underlying: error)
        default: CellError(named: "ModelError", "\(error)", underlying: error)
        }
    }

    private func translated(_ error: NeuralNetworksError) -> CellError {
        switch error {
        case .invalidArgument(let name, let expected, let found): argument(name, expected, found)
        case .unwritableFile: CellError(named: "FileError", "\(error)", underlying: error)
        case .outOfMemory: CellError(named: "MemoryError", "\(error)", underlying: error)
        default: CellError(named: "ModelError", "\(error)", underlying: error)
        }
    }

    private func translated(_ error: PersonalizationError) -> CellError {
        switch error {
        case .invalidArgument(let name, let expected, let found): argument(name, expected, found)
        case .noControls: self.error("on", "\(error)")
        case .initializerIsNotOneToken: self.error("initializer", "\(error)")
        case .noPictures, .notATokenFile, .notAnAdapterFile, .archive: CellError(named: "FileError", "\(error)", underlying: error)
        case .widthMismatch, .foreignAdapter, .unmatchedKeys, .noIdentifier, .beingTaught:
            CellError(named: "ModelError", "\(error)", underlying: error)
        case .cannotResume: self.error("resume", "\(error)")
        case .diverged: CellError(named: "TrainingError", "\(error)", underlying: error)
        }
    }
}
