import CellLanguage
import Diffusion
import Easel
import Personalization

/// The pictures of a sweep: every combination of the values of one or two axes.
struct SweepGrid {
    private struct Axis {
        let name: String
        let values: [Value]
    }

    private let model: Model
    private let call: Call
    private let axes: [Axis]

    init(model: Model, call: Call) throws {
        self.model = model
        self.call = call
        axes = call.function.parameters.compactMap { parameter in
            guard call.isGiven(parameter.name), let values = call.value(parameter.name)?.asList, values.count > 0 else { return nil }
            return Axis(name: parameter.name, values: values)
        }
        guard (1...2).contains(axes.count) else {
            throw CellError(.argument, "sweep needs one or two arguments given as lists, such as steps: [10, 25]; it has \(axes.count)", at: call.range)
        }
        let count = axes.reduce(1) { $0 * $1.values.count }
        guard count <= 400 else { throw CellError(.argument, "this sweep has \(count) pictures; at most 400 are drawn", at: call.range) }
    }

    /// The first axis goes down, the second to the right.
    func drawn() throws -> GridObject {
        let rows = axes[0]
        let columns = axes.count > 1 ? axes[1] : Axis(name: "", values: [.nothing])
        // One seed for all, so that only the axes make a difference.
        let seed = call.seed("seed") ?? UInt64.random(in: 0..<(1 << 32))
        var images: [Image] = []
        for row in rows.values {
            for column in columns.values { images += try draw([(rows.name, row), (columns.name, column)], seed: seed) }
        }
        let cells = stride(from: 0, to: images.count, by: columns.values.count).map { start in
            images[start..<(start + columns.values.count)].map { [$0.bitmap] }
        }
        let layout = ImageGrid(
            cells: cells, rowHeaders: rows.values.map { Self.label(rows.name, $0) },
            columnHeaders: axes.count > 1 ? columns.values.map { Self.label(columns.name, $0) } : [])
        return GridObject(layout, images: images)
    }

    private func draw(_ values: [(name: String, value: Value)], seed: UInt64) throws -> [Image] {
        func value(_ name: String) -> Value? { values.first { $0.name == name }?.value ?? call.value(name) }
        var arguments = SamplingArguments()
        arguments.negativePrompt = value("negativePrompt")?.asString ?? ""
        arguments.steps = value("steps")?.asInt
        arguments.guidanceScale = value("guidanceScale")?.asDouble
        arguments.sampler = value("sampler")?.asEnumeration.flatMap { SamplerName(rawValue: $0.caseName) }
        arguments.seed = values.contains { $0.name == "seed" } ? value("seed")?.asInt.map(UInt64.init) : seed
        arguments.width = value("width")?.asInt
        arguments.height = value("height")?.asInt
        arguments.strength = value("strength")?.asDouble
        arguments.sources = call.value("from")?.asObject(ImageObject.self).map { [$0.image] } ?? []
        try call.takeRepainting(into: &arguments)
        arguments.clipSkip = value("clipSkip")?.asInt ?? 0
        arguments.details = SamplingDetails(value)
        let adapter = value("with")?.asObject(AdapterObject.self)?.use
        arguments.isGuess = value("guess")?.asBool ?? false
        return try model.sample(
            [value("prompt")?.asString ?? ""], arguments, with: adapter.map { [$0] } ?? [], controls: value("control")?.asControl.map { [$0] } ?? [])
    }

    private static func label(_ name: String, _ value: Value) -> String {
        if let use = value.asObject(AdapterObject.self)?.use { return "\(use.adapter.label) * \(use.strength)" }
        if let control = value.asControl { return "\(control.net?.label ?? name) * \(control.weight)" }
        let text = value.asString ?? value.debugDescription
        return name == "prompt" || name == "negativePrompt" ? text : "\(name) \(text)"
    }
}
