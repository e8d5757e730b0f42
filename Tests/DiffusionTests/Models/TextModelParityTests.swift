import Diffusion
import Tensors
import TestSupport
import Testing

@Suite struct TextModelParityTests {
    @Test(arguments: ModelGroup.names)
    func embeddingsEqualThoseOfTransformers(_ name: String) throws {
        let group = try ModelGroup(name)
        let model = try group.model().textModel()
        for value in group.cases(.text) {
            let tolerance = try group.tolerance(of: value, "text_encoder")
            let ids = try group.integers(value.tensors["input_ids"])
            func expect(_ actual: Tensor, _ reference: FixtureValue, _ what: String) throws {
                let expected = try group.tensor(reference)
                expectClose(actual, expected.scalars, shape: expected.shape, absolute: tolerance, "\(value.name): \(what)", parity: .init(name, "text model"))
            }
            try expect(model(ids), value.tensors["last_hidden_state"], "last hidden state")
            if !value.tensors["short_ids"].isNull {
                let short = try group.integers(value.tensors["short_ids"])
                try expect(model(short), value.tensors["short_last_hidden_state"], "without padding")
            }
            if !value.tensors["masked_last_hidden_state"].isNull {
                let lengths = try group.integers(value.tensors["attention_mask"]).map { $0.reduce(0, +) }
                try expect(model(ids, lengths: lengths), value.tensors["masked_last_hidden_state"], "padding masked")
            }
            if !value.tensors["pooler_output"].isNull {
                try expect(model.pooled(model(ids), ids: ids), value.tensors["pooler_output"], "pooled")
            }
            for pooled in group.cases(.pooled) {
                let end = try #require(ids.joined().max())
                try expect(model.pooled(model(ids), ids: ids, endOfText: end), pooled.tensors["pooler_output"], "pooled at the end's own id")
            }
            for (skip, reference) in value.tensors["clip_skip"].object ?? [:] {
                let skipped = try model([ids[0]], clipSkip: try #require(Int(skip)))
                try expect(skipped, reference, "clip skip \(skip)")
            }
            try expectHiddenStates(of: model, ids, toFit: value, in: group, tolerance)
        }
    }

    private func expectHiddenStates(
        of model: CLIPTextModel, _ ids: [[Int]], toFit value: ModelCase, in group: ModelGroup, _ tolerance: Float
    ) throws {
        guard !value.tensors["hidden_states"].isNull else { return }
        let states = try model.hiddenStates(ids, layers: model.configuration.layerCount)
        let expected = try group.tensor(value.tensors["hidden_states"])
        #expect(states.count == expected.shape[0])
        let row = Parity(group.name, "text model, layer by layer")
        for (index, state) in states.enumerated() {
            let what = "\(value.name): state \(index)"
            expectClose(state, expected[index].scalars, shape: Array(expected.shape.dropFirst()), absolute: tolerance, what, parity: row)
        }
        let first = try model.hiddenStates([ids[0]], layers: 1)
        let traces = [("embeddings", first[0]), ("encoder.layers.0", first[1])]
        for (key, state) in traces where !value.tensors["layer0"][key].isNull {
            let trace = try group.tensor(value.tensors["layer0"][key])
            expectClose(state, trace.scalars, shape: trace.shape, absolute: tolerance, "\(value.name): \(key)", parity: row)
        }
    }

    @Test(arguments: ModelGroup.names)
    func lengthsThatDoNotFitAreRefused(_ name: String) throws {
        let model = try ModelGroup(name).model().textModel()
        for lengths in [[], [0], [3], [-1], [1, 1]] {
            #expect(throws: DiffusionError.self) { try model([[1, 2]], lengths: lengths) }
        }
    }

    @Test(arguments: ModelGroup.names)
    func skippingMoreLayersThanThereAreIsRefused(_ name: String) throws {
        let model = try ModelGroup(name).model().textModel()
        let layers = model.configuration.layerCount
        #expect(try model([[1, 2]], clipSkip: layers).shape == [1, 2, model.configuration.hiddenSize])
        for skip in [-1, layers + 1, Int.max, Int.min] {
            #expect(throws: DiffusionError.self) { try model([[1, 2]], clipSkip: skip) }
        }
    }
}
