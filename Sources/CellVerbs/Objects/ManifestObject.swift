import CellLanguage
import Easel
import Personalization

/// A manifest in a cell: shown as tables, saved as JSON.
final class ManifestObject: CellObject, Displayable {
    static let type = ObjectType(
        "Manifest", "What another person needs to get the same pictures.",
        properties: [
            .init("json", .string, "The whole of it, as it is saved."), .init("version", .string, "Of Easel."),
            .init("pictures", .int, "How many pictures it lists."),
        ])

    /// Pictures that are shown; the file lists all.
    private static let mostShown = 40

    let manifest: Manifest

    init(_ manifest: Manifest) { self.manifest = manifest }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { bundle.text }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "json": .string(manifest.json)
        case "version": .string(manifest.easel)
        default: .int(manifest.pictures.count)
        }
    }

    var bundle: DisplayBundle {
        let count = manifest.pictures.count
        let parts = [("Manifest", [], facts), ("Pictures: \(count)", ["prompt", "seed", "settings", "digest"], pictures)].filter { !$0.2.isEmpty }
        let rest = count > Self.mostShown ? "and \(count - Self.mostShown) more in the file" : ""
        let text = parts.map { "\($0.0)\n\(TextTable.text(header: $0.1, rows: $0.2))" } + (rest.isEmpty ? [] : [rest])
        let html = parts.map { "<b>\(HTML.escaped($0.0))</b>" + HTML.table(header: $0.1, rows: $0.2) }.joined() + rest
        return DisplayBundle(text: text.joined(separator: "\n\n"), html: html)
    }

    private var facts: [[String]] {
        let machine = manifest.machine
        return [["Easel", manifest.easel], ["machine", "\(machine.processor), \(machine.instructions), \(machine.threads) threads, \(machine.system)"]]
            + manifest.models.map { model in
                let origin = [model.source, model.revision].compactMap(\.self).joined(separator: " ")
                return ["model", "\(model.name)\(origin.isEmpty ? "" : " (\(origin))"), SHA-256 \(model.hash)"]
            }
            + manifest.tokens.map { token in
                let start = token.initializer.map { ", from '\($0)'" } ?? ""
                return ["token", "\(token.placeholder), \(token.vectors) vector\(token.vectors == 1 ? "" : "s")\(start), SHA-256 \(token.hash)"]
            }
            + (manifest.adapters ?? []).map { ["adapter", "\($0.name), \($0.method) of \($0.parameterCount) numbers, SHA-256 \($0.hash)"] }
            + manifest.trainings.map { training in
                let settings = training.settings
                let course = "\(training.steps) of \(settings.steps) steps, batches of \(settings.batchSize), learning rate \(settings.learningRate)"
                return [
                    "training",
                    "\(training.placeholder): \(course), seed \(settings.seed), \(training.pictureCount) pictures, SHA-256 \(training.pictureDigest)",
                ]
            }
    }

    private var pictures: [[String]] {
        manifest.pictures.prefix(Self.mostShown).map { picture in
            let recipe = picture.recipe
            return [
                recipe.prompt, "\(recipe.seed)", "\(recipe.steps) steps of \(recipe.sampler), \(recipe.width)×\(recipe.height)",
                String(picture.digest.prefix(16)),
            ]
        }
    }
}
