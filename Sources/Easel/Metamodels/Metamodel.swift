import Diffusion
import FoundationEssentials
import NeuralNetworks
public import Personalization
import Tensors

/// What makes a model one that learns subject after subject: its record in the archive, and who speaks for it.
public final class Metamodel {
    /// As this session knows it; others may have taught it since.
    public internal(set) var record: MetamodelRecord
    /// Who teaches in this session.
    public let owner: String
    package let archive: any MetamodelArchive
    /// The state whose weights the model has, 0 for the checkpoint's, and the model's count of changes since.
    private var place = (state: 0, version: 0)
    /// Whether a lesson has changed the text model, so that its weights are part of every later state.
    private var holdsText = false

    init(_ record: MetamodelRecord, owner: String, archive: any MetamodelArchive) {
        self.record = record
        self.owner = owner
        self.archive = archive
    }

    public var name: String { record.name }
    public var kind: ModelKind { record.kind }
    public var subjects: [MetamodelRecord.Subject] { record.subjects }

    /// The prior-preservation pictures for one more subject of a category.
    ///
    /// - Parameter classPrompts: what the pictures of the subject say of its category, where they have prompts of their own.
    public func allocation(for category: String, learning identifier: String? = nil, classPrompts: [String] = [], pictures: Int) -> PriorAllocation {
        let learnt = record.categories(without: identifier) { $0.pictures.flatMap(LessonPicture.prompts).withoutRepetitions }
        return PriorAllocation(for: category, classPrompts: classPrompts, learnt: learnt, pictures: pictures)
    }

    /// The weights of the last lesson, where the model has others: somebody else taught it, or something changed them since.
    ///
    /// - Throws: `PersonalizationError.archive` for a file that is not what was written.
    func bringUpToDate(_ model: StableDiffusion) throws {
        record = try archive.metamodel(record.id)
        let last = record.states.last
        guard last?.number ?? 0 != place.state || model.weightsVersion != place.version else { return }
        if let last {
            holdsText = try MetamodelWeights(path: last.path, digest: last.digest).put(into: model)
        } else {
            try model.reloadWeights()
            holdsText = false
        }
        place = (last?.number ?? 0, model.weightsVersion)
    }

    /// Keeps what the model has learnt.
    ///
    /// - Parameter text: the text model's values before the lesson: one that changed is kept, whatever changed it.
    func keep(_ run: TrainingRun, of subject: Subject, images: ImageSet, model: StableDiffusion, text: [Tensor], in lesson: any Lesson) throws {
        let pictures = try images.elements.map { (png: try $0.image.bitmap.png(), details: LessonPicture($0, of: subject).json) }
        var taken = run.settings
        taken.steps = run.steps
        let settings = String(decoding: try JSONEncoder().encode(taken), as: UTF8.self)
        let hasChanged = zip(text, model.textModel.parameters).contains { $0.scalars != $1.value.scalars }
        holdsText = holdsText || hasChanged
        record = try lesson.keep(subject.identifier, category: subject.category, owner: owner, pictures: pictures, settings: settings) {
            try MetamodelWeights.write(model, withText: holdsText, to: $0)
        }
        place = (record.states.last?.number ?? 0, model.weightsVersion)
    }
}
