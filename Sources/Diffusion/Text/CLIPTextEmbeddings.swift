public import NeuralNetworks
public import Tensors

/// Token and position embeddings, with learnt vectors joined to the frozen table at look-up: training a token can't touch another word's row.
public final class CLIPTextEmbeddings {
    package let tokens: Parameter
    private let positions: Parameter
    private var learned: [LearnedVectors] = []

    /// Vectors that are looked up for ids beyond the checkpoint's table.
    public struct LearnedVectors {
        /// The id of the first vector; the others follow.
        public let firstID: Int
        /// Shapes: [vectors, hidden].
        public let parameter: Parameter

        public init(firstID: Int, parameter: Parameter) {
            self.firstID = firstID
            self.parameter = parameter
        }

        var ids: Range<Int> { firstID..<(firstID + parameter.shape[0]) }
    }

    init(_ configuration: CLIPTextConfiguration, at scope: ParameterScope) throws {
        tokens = try (scope / "token_embedding").table("weight", [configuration.vocabularySize, configuration.hiddenSize])
        positions = try (scope / "position_embedding").table("weight", [configuration.maximumLength, configuration.hiddenSize])
    }

    /// Width of a vector.
    public var width: Int { tokens.shape[1] }

    /// Ids below this one are rows of the checkpoint's table.
    public var tableSize: Int { tokens.shape[0] }

    /// Makes vectors known under consecutive ids; vectors that were known under any of them are replaced.
    public func add(_ vectors: LearnedVectors) {
        remove(ids: vectors.ids)
        learned.append(vectors)
    }

    public func remove(ids: Range<Int>) { learned.removeAll { $0.ids.overlaps(ids) } }

    /// The vector of an id: a row of the table or a learnt one; nil for an id that nobody knows.
    public func vector(of id: Int) -> Tensor? {
        if (0..<tableSize).contains(id) { return tokens.value.detached()[id] }
        return learned.first { $0.ids.contains(id) }.map { $0.parameter.value.detached()[id - $0.firstID] }
    }

    /// Shapes: ids [batch][tokens]; result [batch, tokens, hidden].
    func callAsFunction(_ ids: [[Int]]) -> Tensor {
        let length = ids[0].count
        precondition(length <= positions.shape[0] && ids.allSatisfy { $0.count == length }, "prompts of one length within the window")
        let rows = lookUp(ids.flatMap(\.self)).reshaped([ids.count, length, width])
        return rows + positions.value.sliced(axis: 0, 0..<length)
    }

    private func lookUp(_ ids: [Int]) -> Tensor {
        guard ids.contains(where: { $0 >= tableSize }) else { return tokens.value.gathered(rows: ids) }
        let groups = learned.filter { group in ids.contains { group.ids.contains($0) } }
        // Rows of the table first, then each token's vectors; a second look-up puts them in the prompt's order.
        let ordinary = ids.filter { $0 < tableSize }
        var parts = ordinary.isEmpty ? [] : [tokens.value.gathered(rows: ordinary)]
        var start: [Int: Int] = [:]
        var count = ordinary.count
        for group in groups {
            start[group.firstID] = count
            count += group.ids.count
            parts.append(group.parameter.value)
        }
        var next = 0
        let order = ids.map { id -> Int in
            if id < tableSize {
                next += 1
                return next - 1
            }
            guard let group = groups.first(where: { $0.ids.contains(id) }), let first = start[group.firstID] else {
                preconditionFailure("id \(id) has no vector")
            }
            return first + id - group.firstID
        }
        return Tensor.concatenated(parts, axis: 0).gathered(rows: order)
    }
}
