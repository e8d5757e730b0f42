final class DictionaryNode: Node {
    private let pairs: [(key: Node, value: Node)]

    init(_ pairs: [(key: Node, value: Node)], _ range: SourceRange) {
        self.pairs = pairs
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws(CellError) -> Value {
        var keys: [Value] = []
        var values: [Value] = []
        for pair in pairs {
            keys.append(try pair.key.evaluate(frame))
            values.append(try pair.value.evaluate(frame))
        }
        let keyList = ArrayValue.unified(keys)
        let valueList = ArrayValue.unified(values)
        var dictionary = DictionaryValue(keyType: keyList.declaredElementType, valueType: valueList.declaredElementType)
        for (index, key) in keyList.elements.enumerated() {
            do throws(CellError) {
                let key = try dictionary.adaptedKey(key)
                guard dictionary[key] == nil else { throw CellError(.argument, "the key \(key.debugDescription) is given twice") }
                dictionary.set(key, valueList[index])
            } catch { throw error.located(pairs[index].key.range) }
        }
        do { return try Value.dictionary(dictionary).checkedDepth() } catch { throw error.located(range) }
    }
}
