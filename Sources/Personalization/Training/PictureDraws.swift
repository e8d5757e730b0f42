/// How far the passes over a set of pictures are.
public struct PictureDraws: Equatable, Sendable, Codable {
    /// The pass over all pictures; where they are cut to several sizes, it is batches' sizes that it deals.
    public var all = Deck()
    /// The passes over the pictures of each size, where there are several.
    public var buckets: [Deck] = []

    public init(all: Deck = Deck(), buckets: [Deck] = []) { (self.all, self.buckets) = (all, buckets) }

    /// Whether they can be passes over any pictures.
    var isSane: Bool { ([all] + buckets).allSatisfy { $0.fits(.max) } }
}
