/// A value of a file that PyTorch wrote: asked for by kind, nil where it is of another.
public struct TorchValue {
    let value: PickleValue
    let file: TorchFile

    /// The value under a key of a dictionary.
    public subscript(key: String) -> TorchValue? {
        file.document.member(key, of: value).map { TorchValue(value: $0, file: file) }
    }

    /// Keys that are texts, with their values; a key that was set again counts last.
    public var members: [String: TorchValue]? {
        guard case .dictionary(let index) = value else { return nil }
        return file.document.dictionaries[index].reduce(into: [:]) { members, member in
            if let key = file.document.text(member.key) { members[key] = TorchValue(value: member.value, file: file) }
        }
    }

    public var tensor: StoredTensor? {
        guard case .tensor(let index) = value else { return nil }
        return file.tensor(index)
    }

    /// Whether it is a tensor, be it one that can't be read.
    var isTensor: Bool { if case .tensor = value { true } else { false } }

    public var int: Int? { if case .int(let number) = value { number } else { nil } }
    public var text: String? { file.document.text(value) }
}
