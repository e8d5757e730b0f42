public import Diffusion
import NeuralNetworks
public import Personalization

/// A loaded model: what `load` gives, and what every verb acts on.
public final class Model {
    /// The parts that compute.
    public let diffusion: StableDiffusion
    /// Defaults that came with the checkpoint.
    public let recommended: Recommendations
    /// The model's own weights, as a thing to train: ordinary fine-tuning.
    public private(set) lazy var weights = ModelWeights(of: diffusion)
    /// What it has learnt one after another, where it is such a model.
    public internal(set) var metamodel: Metamodel?
    /// Identifiers that were proposed for subjects of this model.
    var proposed: Set<String> = []
    /// Identifiers that it was taught here: that it knows them is no surprise.
    private var taught: Set<String> = []
    /// A session holds the model that it loaded last; a model doesn't hold its session.
    private weak var owner: EaselSession?
    private var known: [Token] = []
    /// The adapters that were made for it or loaded, in order.
    public internal(set) var adapters: [any Adapter] = []
    /// Those that are in use at the moment.
    var inUse: [AdapterUse] = []
    /// The ControlNets that were made for it or loaded, in order.
    public internal(set) var controlNets: [ControlNet] = []
    private var weightsHash: (version: Int, hash: String)?

    init(_ diffusion: StableDiffusion, recommended: Recommendations, session: EaselSession) {
        self.diffusion = diffusion
        self.recommended = recommended
        owner = session
    }

    func didTeach(_ thing: any Trainable) {
        let subjects = (thing as? SubjectGroup)?.subjects ?? [thing as? Subject].compactMap(\.self)
        taught.formUnion(subjects.map(\.identifier))
    }

    func isTaught(_ identifier: String) -> Bool { taught.contains(identifier) }

    /// The session that loaded it; a model that outlives its session works in silence.
    public var session: EaselSession { owner ?? EaselSession() }

    public var name: String { diffusion.name }

    /// The family: `SD 1.x`, `SD 2.x`, or what its widths say.
    public var kind: String {
        let prediction = diffusion.noiseSchedule.predictionType == .velocity ? ", v-prediction" : ""
        let width = diffusion.unet.configuration.crossAttentionWidth
        let purpose = diffusion.isForInpainting ? ", inpainting" : ""
        return (TextFamily.name(ofWidth: width) ?? "Stable Diffusion, text width \(width)") + prediction + purpose
    }

    /// Side of the pictures it was trained on, in pixels.
    public var size: Int { diffusion.size }
    public var parameterCount: Int { diffusion.parameterCount }

    /// The tokens that were added, in order.
    public var tokens: [Token] { known }

    /// SHA-256 of the weights as they are; computed when it is first asked for.
    public var hash: String { hash {} }

    /// The same, where a person may interrupt it.
    @discardableResult
    func currentHash() throws -> String { try hash(beforeEach: session.interruption.check) }

    private func hash(beforeEach: () throws -> Void) rethrows -> String {
        if let weightsHash, weightsHash.version == diffusion.weightsVersion { return weightsHash.hash }
        let hash = try diffusion.weightsHash(beforeEach: beforeEach)
        weightsHash = (diffusion.weightsVersion, hash)
        return hash
    }

    /// Puts a token in the place of one with the same placeholder, or adds it.
    func install(_ token: Token) {
        diffusion.setVectors(token.parameter, of: token.added)
        if let index = known.firstIndex(where: { $0.placeholder == token.placeholder }) {
            known[index] = token
        } else {
            known.append(token)
        }
        session.publishTokens()
    }

    /// - Throws: `EaselError.notYet` for a model for inpainting: it learns nothing from pictures alone, without masks.
    func requireTextToImage() throws {
        guard !diffusion.isForInpainting else { throw EaselError.notYet("Training with an inpainting model ('\(name)') is") }
    }

    /// - Throws: `EaselError.foreign` where the thing belongs to another model, or its name was given to another token since.
    func requireOwn(_ thing: any Trainable) throws {
        guard !thing.belongs(to: diffusion) else { return }
        throw EaselError.foreign(thing: thing is Token ? "The token '\(thing.label)'" : "'\(thing.label)'", owner: thing.modelName, current: name)
    }
}
