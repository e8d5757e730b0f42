/// Where models that learn one subject after another are kept.
///
/// Whatever moment a process dies at, an archive holds whole lessons only, each with its pictures and its weights. All functions throw
/// `PersonalizationError.archive` for a disk or a file that fails.
public protocol MetamodelArchive: AnyObject, Sendable {
    /// The folder that everything lies in; generated pictures of categories are kept under it, too.
    var folder: String { get }

    /// A model by its name; nil where there is none that this owner can see.
    func metamodel(_ name: String, kind: ModelKind, owner: String) throws -> MetamodelRecord?

    /// A new model, or the one that somebody else has made in the meantime.
    func makeMetamodel(_ name: String, kind: ModelKind, owner: String, base: MetamodelRecord.Base) throws -> MetamodelRecord

    /// A model as it is now.
    func metamodel(_ id: Int64) throws -> MetamodelRecord

    /// All models that an owner can see, by name.
    func metamodels(visibleTo owner: String) throws -> [MetamodelRecord]

    /// Identifiers that were handed out in a model, learnt or not.
    func identifiers(of id: Int64) throws -> Set<String>

    /// Hands an identifier out; false where another subject has it.
    ///
    /// One that was handed out and never learnt is free again when its process has ended.
    /// - Parameter again: whether this process may be given what it was given before, for a cell that is run a second time.
    func handOut(_ identifier: String, category: String, owner: String, in id: Int64, again: Bool) throws -> Bool

    /// The right to teach a model, until it is let go or its process ends.
    ///
    /// - Throws: `PersonalizationError.beingTaught` where another has it.
    func beginLesson(in id: Int64) throws -> any Lesson
}

/// The right to teach a model: one at a time.
public protocol Lesson: AnyObject, Sendable {
    /// Keeps what was learnt, whole or not at all.
    ///
    /// - Parameters:
    ///   - pictures: the subject's own, as PNG files.
    ///   - settings: as JSON.
    ///   - writeWeights: writes the weights to the path that it is given.
    func keep(
        _ identifier: String, category: String, owner: String, pictures: [(png: [UInt8], details: String)], settings: String,
        writeWeights: (_ path: String) throws -> Void
    ) throws -> MetamodelRecord

    /// Forgets every lesson, and every identifier that was handed out.
    func forgetAll() throws -> MetamodelRecord

    /// Lets somebody else teach; also done when nobody holds the lesson any more.
    func end()
}
