import FoundationEssentials

/// What a pickle has built, and the stream that its texts lie in.
struct PickleDocument: Sendable {
    /// A tensor as the pickle describes it; its numbers lie elsewhere in the file.
    struct TensorRecord: Sendable {
        let storage: Int
        let offset: Int
        let shape: [Int]
        let strides: [Int]
    }

    struct StorageRecord: Sendable {
        let type: StorageType
        let key: String
        /// Elements.
        let count: Int
    }

    let stream: LittleEndianBytes
    /// The place behind the pickle.
    var end = 0
    var root = PickleValue.none
    var lists: [[PickleValue]] = []
    var tuples: [[PickleValue]] = []
    /// Keys and values in the order in which they came; a key that comes again counts last.
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var tensors: [TensorRecord] = []
    var storages: [StorageRecord] = []

    /// A text is decoded where it is wanted, and not beyond this many bytes: names of tensors have less than a hundred.
    static let longestText = 4096

    /// The text of a value; nil for another kind, and for one that is too long for a name.
    func text(_ value: PickleValue) -> String? {
        guard case .text(let range) = value, range.count <= Self.longestText else { return nil }
        return stream.text(range)
    }

    /// The items of a list or tuple.
    func items(_ value: PickleValue) -> [PickleValue]? {
        switch value {
        case .list(let index): lists[index]
        case .tuple(let index): tuples[index]
        default: nil
        }
    }

    /// The value under a name; nil where there is none, or for another kind than a dictionary.
    func member(_ name: String, of value: PickleValue) -> PickleValue? {
        guard case .dictionary(let index) = value else { return nil }
        return dictionaries[index].last { text($0.key) == name }?.value
    }

    /// A whole number from 0 on.
    func natural(_ value: PickleValue) -> Int? {
        guard case .int(let number) = value, number >= 0 else { return nil }
        return number
    }

    /// A list or tuple of whole numbers from 0 on.
    func naturals(_ value: PickleValue) -> [Int]? {
        guard let items = items(value), items.count <= StoredTensor.greatestRank else { return nil }
        let numbers = items.compactMap(natural)
        return numbers.count == items.count ? numbers : nil
    }
}
