import CellLanguage
import Easel

/// Which pictures of a manifest came out identical.
final class VerificationObject: CellObject, Displayable {
    static let type = ObjectType(
        "Verification", "Which pictures of a manifest came out identical.",
        properties: [
            .init("identical", .int, "Pictures that are the same, pixel for pixel."),
            .init("different", .int, "Pictures that were drawn from the same things and are not the same."),
            .init("impossible", .int, "Pictures that could not be drawn, because something is missing or is something else."),
            .init("isComplete", .bool, "Whether all are identical."),
        ])

    private let manifest: Manifest
    private let verdicts: [Verdict]

    init(_ manifest: Manifest, _ verdicts: [Verdict]) {
        self.manifest = manifest
        self.verdicts = verdicts
    }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { bundle.text }

    private var identical: Int { verdicts.count { $0 == .identical } }
    private var different: Int { verdicts.count { $0 == .different } }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "identical": .int(identical)
        case "different": .int(different)
        case "impossible": .int(verdicts.count - identical - different)
        default: .bool(identical == verdicts.count)
        }
    }

    var bundle: DisplayBundle {
        let title = "\(identical) of \(verdicts.count) pictures are identical"
        let rows = zip(manifest.pictures, verdicts).map { [$0.recipe.prompt, "\($0.recipe.seed)", Self.text($1)] }
        let lines = [title] + (rows.isEmpty ? [] : [TextTable.text(header: ["prompt", "seed", ""], rows: rows)]) + notes
        let html = "<b>\(title)</b>" + HTML.table(header: ["prompt", "seed", ""], rows: rows) + notes.map { "<div>\(HTML.escaped($0))</div>" }.joined()
        return DisplayBundle(text: lines.joined(separator: "\n"), html: html)
    }

    private static func text(_ verdict: Verdict) -> String {
        switch verdict {
        case .identical: "identical"
        case .different: "different"
        case .impossible(let reason): "not drawn: \(reason)"
        }
    }

    /// What could be the reason of differences.
    private var notes: [String] {
        guard different > 0 else { return [] }
        let here = MachineFacts.current
        let there = manifest.machine
        var notes: [String] = []
        if manifest.easel != EaselVersion.current { notes.append("The manifest is of Easel \(manifest.easel); this is \(EaselVersion.current).") }
        if there.processor != here.processor || there.instructions != here.instructions {
            notes.append("It was made on \(there.processor) (\(there.instructions)); this is \(here.processor) (\(here.instructions)).")
        }
        return notes
    }
}
