extension CLIPTokenizer {
    /// A weighted prompt in as many windows as it takes, at least one. Parts are read apart from each other, so a bracket also ends a word.
    public func chunks(of prompt: WeightedPrompt) -> [PromptChunk] {
        var chunker = PromptChunker(room: maximumLength - 2, comma: encoder.vocabulary[",\(BytePairEncoder.wordEnd)"])
        for part in prompt.parts {
            if part.isBreak {
                chunker.close()
            } else {
                for unit in units(of: part.text) { chunker.append(unit, weight: Float(part.weight)) }
            }
        }
        return chunker.finished().map(chunk)
    }

    /// A window without a word: what shorter prompts are filled up with.
    public var emptyChunk: PromptChunk { chunk([]) }

    /// The ids of a text, those of one placeholder together.
    func units(of text: String) -> [[Int]] {
        let ids = tokens(of: text)
        let groups = vectorIDs()
        var units: [[Int]] = []
        var place = 0
        while place < ids.count {
            let group = groups[ids[place]].flatMap { ids[place...].starts(with: $0) ? $0 : nil } ?? [ids[place]]
            units.append(group)
            place += group.count
        }
        return units
    }

    /// The ids of all vectors by the first one's, for placeholders of several.
    private func vectorIDs() -> [Int: [Int]] {
        let ids = Dictionary(wholeTokens.map { ($0.content, $0.id) }) { first, _ in first }
        var groups: [Int: [Int]] = [:]
        for (name, id) in ids where ids["\(name)_1"] != nil {
            groups[id] = [id]
            while let next = ids["\(name)_\(groups[id]?.count ?? 0)"] { groups[id]?.append(next) }
        }
        return groups
    }

    private func chunk(_ tokens: [PromptChunker.Token]) -> PromptChunk {
        let rest = maximumLength - 2 - tokens.count
        return PromptChunk(
            ids: [startID] + tokens.map(\.id) + [endID] + Array(repeating: paddingID, count: rest),
            weights: [1] + tokens.map(\.weight) + Array(repeating: 1, count: 1 + rest))
    }
}
