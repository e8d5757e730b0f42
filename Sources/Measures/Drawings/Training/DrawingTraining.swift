import Diffusion
import Foundation
import JSONValues
import NeuralNetworks
import Tensors

/// Trains an encoder of drawings. How the one that comes with Easel was made: `README.md` beside its weights.
package final class DrawingTraining {
    package struct Settings {
        package var steps = 7000
        /// Kinds in a batch, and pairs of subjects of each kind; of each subject two drawings.
        package var kinds = 10
        package var pairs = 1
        package var learningRate = 3e-3
        package var contrastiveWeight: Float = 1
        package var seed: UInt64 = 0

        package init() {}
    }

    private let drawings: LabelledDrawings
    private let settings: Settings
    private let network: DrawingNetwork
    private var optimizer = AdamW(weightDecay: 1e-3)
    private var generator: TorchGenerator
    /// The drawings of each subject, by kind.
    private let subjects: [[[Int]]]

    package init(_ drawings: LabelledDrawings, configuration: DrawingConfiguration, _ settings: Settings) throws {
        self.drawings = drawings
        self.settings = settings
        network = try DrawingNetwork(configuration, from: RandomSource(seed: settings.seed))
        generator = TorchGenerator(seed: settings.seed)
        let kind = drawings.attributes.firstIndex { $0.name == "kind" }
        var groups: [Int: [Int: [Int]]] = [:]
        for index in 0..<drawings.count {
            groups[kind.flatMap { drawings.labels[index][$0] } ?? 0, default: [:]][drawings.subjects[index], default: []].append(index)
        }
        subjects = groups.sorted { $0.key < $1.key }.map { $0.value.sorted { $0.key < $1.key }.map(\.value) }
        for parameter in network.parameters { parameter.isTrainable = true }
    }

    /// Takes all steps.
    ///
    /// - Parameter report: called after each with its number and loss.
    package func run(report: (Int, Float) -> Void) throws -> DrawingEncoder {
        for step in 0..<settings.steps { report(step + 1, try take(step)) }
        for parameter in network.parameters { parameter.isTrainable = false }
        return DrawingEncoder(network, name: "drawings")
    }

    /// Writes `config.json` and `model.safetensors`, in half precision.
    package func save(to folder: String) throws {
        let tensors = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.path, $0.value.detached()) })
        try SafetensorsWriter.write(tensors, types: tensors.mapValues { _ in .float16 }, to: "\(folder)/model.safetensors")
        try Data(network.configuration.json.serialized(indentation: 1)).write(to: URL(filePath: "\(folder)/config.json"))
    }

    private func take(_ step: Int) throws -> Float {
        let indices = batch()
        let preprocessing = DrawingEncoder.preprocessing(size: network.configuration.size)
        let pictures = try indices.map { index in
            let picture = try drawings.picture(index)
            return try preprocessing(generator.rand(1)[0] < 0.5 ? picture.flippedHorizontally() : picture)
        }
        let loss = loss(of: network(Tensor.stacked(pictures)), indices)
        let found = try gradients(of: loss)
        let values = network.parameters.map { ($0.value.detached(), found[$0.value] ?? Tensor.zeros($0.value.shape)) }
        let scale = values.map(\.1).clipping(toNorm: 5).factor
        let updated = optimizer.updated(values, learningRate: learningRate(step), gradientScale: scale)
        for (parameter, value) in zip(network.parameters, updated) { parameter.update(value) }
        return loss.item
    }

    private func loss(of reading: DrawingNetwork.Reading, _ indices: [Int]) -> Tensor {
        let attributes = reading.attributes.enumerated().map { place, scores in
            DrawingLoss.attribute(scores, indices.map { drawings.labels[$0][place] })
        }
        // Without its colours a drawing does not show which subject it is.
        let colour = drawings.attributes.firstIndex { $0.name == "style" }
        let sketch = colour.flatMap { drawings.attributes[$0].values.firstIndex(of: "sketch") }
        let shown = indices.map { index in colour.flatMap { drawings.labels[index][$0] } == sketch ? nil : drawings.subjects[index] }
        let contrastive = DrawingLoss.contrastive(reading.embedding, shown) * settings.contrastiveWeight
        return attributes.reduce(contrastive) { $0 + $1 }
    }

    /// Of each kind pairs of subjects, each pair with one place in common: other subjects of a kind are what is hard to tell apart, and where a drawing
    /// is set must not help.
    private func batch() -> [Int] {
        chosen(settings.kinds, of: subjects.count).flatMap { kind in
            (0..<settings.pairs).flatMap { _ in pair(of: subjects[kind]) }
        }
    }

    private func pair(of subjects: [[Int]]) -> [Int] {
        let order = chosen(Self.candidates, of: subjects.count)
        let first = views(of: subjects[order[0]])
        let place = first.first.flatMap(place)
        let rival = order.dropFirst().first { index in subjects[index].contains { place != nil && self.place($0) == place } } ?? order[order.count - 1]
        let twin = subjects[rival].first { place != nil && self.place($0) == place } ?? subjects[rival][0]
        let other = subjects[rival].filter { $0 != twin }
        return first + [twin] + chosen(1, of: other.count).map { other[$0] }
    }

    private func views(of subject: [Int]) -> [Int] { chosen(2, of: subject.count).map { subject[$0] } }

    private func place(_ drawing: Int) -> Int? {
        drawings.attributes.firstIndex { $0.name == "place" }.flatMap { drawings.labels[drawing][$0] }
    }

    /// Subjects among which one with the same place is looked for.
    private static let candidates = 24

    private func chosen(_ count: Int, of total: Int) -> [Int] { Array(generator.randperm(total).prefix(count)) }

    /// Up in a hundred steps, or a tenth of all, then down along a cosine.
    private func learningRate(_ step: Int) -> Double {
        let share = Double(step) / Double(max(settings.steps, 1))
        return settings.learningRate * min(1, Double(step + 1) / Double(min(100, settings.steps / 10 + 1))) * (0.5 + 0.5 * cos(.pi * share)) + 1e-5
    }
}
