/// How many prior-preservation pictures come from where when a model that knows other subjects learns one more.
///
/// Half of the pictures are for the subject's own category, and half are shared equally by the other categories learnt before. Within a category, half
/// are drawn by the model and the rest shared equally by its learnt instances, whose real pictures are shown again; a category without instances
/// has drawn pictures only. Without other categories, everything is for the subject's own.
///
/// Source: the split of jina's BIG metamodel, whose rounding drops up to a picture a share; here the counts always add up.
public struct PriorAllocation: Equatable, Sendable {
    /// A category and what was learnt in it, oldest first.
    public struct Category: Equatable, Sendable {
        public let name: String
        public let identifiers: [String]
        /// What the pictures of each identifier were learnt with.
        fileprivate let prompts: [[String]]

        /// - Parameter prompts: a list for each identifier, in their order; where left out, "a sks dog" for each.
        public init(_ name: String, identifiers: [String], prompts: [[String]]? = nil) {
            self.name = name
            self.identifiers = identifiers
            self.prompts = prompts ?? identifiers.map { ["a \($0) \(name)"] }
        }

        /// What the prompts of all that was learnt say of the category: each once.
        fileprivate var classPrompts: [String] {
            zip(identifiers, prompts).flatMap { identifier, prompts in
                prompts.compactMap { ClassPrompt(identifier: identifier, category: name).text(of: $0) }
            }
        }
    }

    /// Pictures of one origin.
    public struct Share: Equatable, Sendable {
        public let category: String
        /// The instance whose real pictures are used; nil for pictures that the model draws of the category.
        public let identifier: String?
        /// The share is one part in so many: all shares are unit fractions, so nothing is lost to rounding before pictures are counted.
        public let denominator: Int
        /// Whole pictures.
        public fileprivate(set) var count = 0

        public var fraction: Double { 1 / Double(denominator) }

        /// What teaches and draws these pictures, in turn: "a sks dog", "a dog".
        public let prompts: [String]
    }

    /// The subject's own category first, drawn pictures before instances, everything in the order in which it was learnt.
    public let shares: [Share]

    /// - Parameters:
    ///   - category: of the subject that is about to be learnt.
    ///   - classPrompts: what its pictures' prompts say of the category; "a dog" where left out.
    ///   - learnt: what the model knows; categories without identifiers are known for nothing and left out.
    ///   - pictures: how many there are to share; negative numbers count as none.
    public init(for category: String, classPrompts: [String] = [], learnt: [Category], pictures: Int) {
        let known = learnt.filter { !$0.identifiers.isEmpty }
        let own = known.first { $0.name == category } ?? Category(category, identifiers: [])
        let others = known.filter { $0.name != category }
        let half = others.isEmpty ? 1 : 2
        let shares =
            Self.shares(of: own, classPrompts: classPrompts, oneIn: half) + others.flatMap { Self.shares(of: $0, oneIn: half * others.count) }
        self.shares = Self.distributing(max(0, pictures), among: shares)
    }

    /// All pictures.
    public var total: Int { shares.reduce(0) { $0 + $1.count } }

    private static func shares(of category: Category, classPrompts: [String] = [], oneIn denominator: Int) -> [Share] {
        let instances = category.identifiers.count
        let prompts = (category.classPrompts + classPrompts).withoutRepetitions
        let drawn = Share(
            category: category.name, identifier: nil, denominator: instances == 0 ? denominator : 2 * denominator,
            prompts: prompts.isEmpty ? [ClassPrompt.article(category.name)] : prompts)
        return [drawn]
            + zip(category.identifiers, category.prompts).map {
                Share(category: category.name, identifier: $0, denominator: 2 * denominator * instances, prompts: $1)
            }
    }

    /// Every share gets the whole part of its quota; what is left goes, a picture each, to the largest remainders, the earlier share first among equals.
    ///
    /// Source: the method of largest remainders (Hamilton), in whole numbers.
    private static func distributing(_ pictures: Int, among shares: [Share]) -> [Share] {
        var result = shares
        for index in shares.indices { result[index].count = pictures / shares[index].denominator }
        let rest = pictures - result.reduce(0) { $0 + $1.count }
        func remainder(_ index: Int) -> Double { Double(pictures % shares[index].denominator) / Double(shares[index].denominator) }
        let order = shares.indices.sorted { (remainder($1), $0) < (remainder($0), $1) }
        for index in order.prefix(rest) { result[index].count += 1 }
        return result
    }
}
