import FoundationEssentials
public import Hub
import Measures
public import NeuralNetworks
public import Personalization
public import Synchronization

/// What persists between the cells of a notebook: the current model, and the way to tell somebody what is going on.
///
/// A session is used by one thread at a time; only `interrupt` may come from another.
public final class EaselSession: @unchecked Sendable {
    /// The session that the free functions act on.
    public static let shared = EaselSession()

    /// The model that was loaded last.
    public internal(set) var currentModel: Model? {
        didSet { publishTokens() }
    }
    /// Receives events while a verb works.
    public var onEvent: (EaselEvent) -> Void = { _ in }
    /// Looked at before every block of a network; throws to stop the work. Each look also keeps the progress line going.
    public var interruption: Interruption {
        get {
            let asked = askedInterruption
            return Interruption { [weak self] in
                self?.liveLine?.tick()
                return asked.isRequested
            }
        }
        set { askedInterruption = newValue }
    }
    /// Does work that something else may stop, too.
    public func stoppable<Result>(by stop: @escaping @Sendable () -> Bool, _ work: () throws -> Result) rethrows -> Result {
        let outer = askedInterruption
        askedInterruption = Interruption { outer.isRequested || stop() }
        defer { askedInterruption = outer }
        return try work()
    }

    private var askedInterruption = Interruption.never
    /// The line of the work that is being done.
    weak var liveLine: ProgressLine?
    /// Where repositories are downloaded from and kept: as the environment variables of the hub's own client say.
    public var hub = HubSettings(environment: ProcessInfo.processInfo.environment)
    /// The folder in which downloads are kept.
    public var downloadsFolder: String { hub.cache }
    /// Where training runs put their folders; relative paths are the working folder's.
    public var runsFolder = "runs"
    /// Where models that learn one subject after another are kept; nil for nowhere.
    public var archive: (any MetamodelArchive)?
    /// The placeholders of the current model's tokens and of what a metamodel has learnt, for whoever completes prompts on another thread.
    public let placeholders = Mutex<[String]>([])
    /// Networks that measures use, as they were loaded.
    var encoders: [LikenessMeasure: any ImageEncoder] = [:]
    /// What `sample` has drawn.
    var drawn = PictureLog()
    /// What `train` has taught.
    var trained: [Manifest.Training] = []
    private let displayIDs = Atomic<Int>(0)

    public init() {}

    /// The current model.
    ///
    /// - Throws: `EaselError.noModel`.
    public func model() throws -> Model {
        guard let currentModel else { throw EaselError.noModel }
        return currentModel
    }

    func publishTokens() {
        let subjects = currentModel?.metamodel?.subjects.map { "<\($0.identifier)>" } ?? []
        let names = (currentModel?.tokens.map(\.placeholder) ?? []) + subjects
        placeholders.withLock { $0 = names }
    }

    func emit(_ event: EaselEvent) { onEvent(event) }

    func nextDisplayID() -> Int { displayIDs.add(1, ordering: .relaxed).newValue }
}
