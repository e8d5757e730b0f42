/// To whom a model that was taught belongs, and whether it goes on learning.
///
/// Source: jina's BIG metamodel names these kinds.
public enum ModelKind: String, CaseIterable, Sendable, Codable {
    /// The checkpoint as it came: it draws, and learns nothing.
    case pretrained
    /// One subject of one owner, taught to the checkpoint as it came: the way to find good settings.
    case `private`
    /// Many subjects of one owner, taught one after another.
    case privateMeta
    /// Many subjects, taught one after another by everyone who uses the registry.
    case meta

    /// Whether it learns further subjects without forgetting earlier ones.
    public var learnsMany: Bool { self == .privateMeta || self == .meta }
    /// Whether only its owner can find it.
    public var isOwned: Bool { self == .private || self == .privateMeta }
}
