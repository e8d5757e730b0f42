import Diffusion
import FoundationEssentials
import Measures
import NeuralNetworks
public import Personalization
import Tensors

extension Model {
    /// Draws the same prompts with what each run has learnt, and measures the pictures.
    ///
    /// The first rows are the real pictures among themselves and the model before training. Afterwards the model is as it was found.
    ///
    /// - Throws: `EaselError.invalidArgument` without runs, pictures or a category; what drawing and measuring throw.
    public func compare(_ runs: [TrainingRun], to photos: ImageSet, _ arguments: ComparisonArguments = ComparisonArguments()) throws -> Comparison {
        guard !runs.isEmpty, photos.count > 0 else {
            throw EaselError.invalidArgument(
                name: "runs", expected: "at least one run and one picture", found: "\(runs.count) runs and \(photos.count) pictures")
        }
        if let category = arguments.category, category.allSatisfy(\.isWhitespace) {
            throw EaselError.invalidArgument(name: "category", expected: "a word", found: "empty")
        }
        guard let category = arguments.category ?? runs.compactMap({ Self.category(of: $0.thing) }).first else {
            throw EaselError.invalidArgument(name: "category", expected: "given: none of the runs names one", found: "nothing")
        }
        let before = ModelState(self, runs)
        defer { before.restore() }
        let figures = try ComparisonFigures(of: self, photos: photos.elements.map(\.image.bitmap), category: category, arguments)
        let weights = runs.compactMap { $0.thing as? any WeightTrainable }
        try weights.first?.reset()
        var rows = [figures.real(), try figures.measured(Comparison.Row(name: "before training")) { $0.replacing("{}", with: category) }]
        for (place, run) in runs.enumerated() {
            try weights.first?.reset()
            let thing = try run.checkpointSteps.last.map { try run.at(step: $0) } ?? run.thing
            var row = Comparison.Row(name: Self.name(at: place, among: runs), method: thing.method)
            (row.seconds, row.peakBytes, row.trainableParameters) = (run.seconds, run.peakBytes, thing.parameterCount)
            row.fileBytes = try fileSize(of: thing)
            let uses = (thing as? any Adapter).map { [AdapterUse($0)] } ?? []
            rows.append(
                try figures.measured(row, with: uses) { template in
                    // What has no word of its own is asked for by the category's.
                    Self.category(of: thing) == nil ? template.replacing("{}", with: category) : thing.prompt(template)
                })
        }
        return Comparison(rows: rows, encoders: figures.encoders, prompts: arguments.prompts)
    }

    private static func category(of thing: any Trainable) -> String? {
        (thing as? Subject)?.category ?? (thing as? any Adapter)?.subject?.category ?? (thing as? Token)?.initializer
    }

    /// What the thing is called; with the run's number where several are called so.
    private static func name(at place: Int, among runs: [TrainingRun]) -> String {
        let thing = runs[place].thing
        let same = runs.indices.filter { runs[$0].thing.label == thing.label && runs[$0].thing.method == thing.method }
        guard same.count > 1, let number = same.firstIndex(of: place) else { return thing.label }
        return "\(thing.label) (\(number + 1))"
    }

    /// Bytes of the files that keep a token or an adapter; of weights, what they take as they are trained, four bytes each.
    private func fileSize(of thing: any Trainable) throws -> Int {
        guard thing is Token || thing is any Adapter else { return thing.parameterCount * 4 }
        let folder = FileManager.default.temporaryDirectory.appending(path: "easel-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let token = thing as? Token { try session.save(token, to: "\(folder)/token.safetensors") }
        // PEFT keeps an OFT in a folder of two files.
        if let adapter = thing as? any Adapter { try session.save(adapter, to: adapter is OFT ? folder : "\(folder)/adapter.safetensors") }
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) {
            $0 + (FileManager.default.contents(atPath: "\(folder)/\($1)")?.count ?? 0)
        }
    }

    /// The model's weights and tokens, and what runs have taught, to be put back.
    private struct ModelState {
        private let model: Model
        private let values: [(parameter: Parameter, value: Tensor)]
        private let tokens: [Token]

        init(_ model: Model, _ runs: [TrainingRun]) {
            self.model = model
            let learnt = runs.flatMap(\.thing.parameters)
            values = (model.diffusion.unet.parameters + model.diffusion.textModel.parameters + learnt).map { ($0, $0.value) }
            tokens = model.tokens
        }

        func restore() {
            for (parameter, value) in values { parameter.update(value) }
            model.diffusion.weightsDidChange()
            for token in tokens { model.install(token) }
        }
    }
}
