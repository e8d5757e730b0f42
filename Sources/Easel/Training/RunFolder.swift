import Diffusion
import FoundationEssentials
import Personalization

/// The folder of a training run: settings, losses, checkpoints, previews.
struct RunFolder {
    let path: String

    /// Makes a new folder, numbered so that no earlier run's is touched.
    ///
    /// - Throws: `EaselError.unwritableFile`.
    init(in runs: String, label: String) throws {
        let name = String(label.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }).trimmed(of: "-")
        let stem = "\(runs)/\(name.isEmpty ? "run" : name)"
        var number = 1
        func numbered() -> String { "\(stem)-\(String(repeating: "0", count: max(0, 3 - "\(number)".count)))\(number)" }
        while FileManager.default.fileExists(atPath: numbered()) { number += 1 }
        path = numbered()
        do {
            try FileManager.default.createDirectory(atPath: "\(path)/previews", withIntermediateDirectories: true)
        } catch {
            throw EaselError.unwritableFile(path: path, reason: "\(error)")
        }
    }

    func writeSettings(_ settings: TrainingSettings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try write(encoder.encode(settings), to: "settings.json")
    }

    /// One line a step; the validation column is empty where none was taken.
    func writeLosses(_ history: LossHistory) throws {
        let validation = Dictionary(history.validation.map { ($0.step, $0.loss) }, uniquingKeysWith: { $1 })
        let first = validation[0].map { "0,,,\($0)\n" } ?? ""
        let lines = zip(history.losses, history.smoothed).enumerated().map { index, pair in
            "\(index + 1),\(pair.0),\(pair.1),\(validation[index + 1].map { "\($0)" } ?? "")\n"
        }
        try write(Data(("step,loss,smoothed,validation\n" + first + lines.joined()).utf8), to: "losses.csv")
    }

    func writePreviews(_ images: [Image], step: Int, perPrompt: Int) throws {
        for (index, image) in images.enumerated() {
            try image.write(to: "\(path)/previews/step-\(step)-prompt-\(index / perPrompt + 1)-\(index % perPrompt + 1).png")
        }
    }

    private func write(_ data: Data, to name: String) throws {
        do {
            try data.write(to: URL(filePath: "\(path)/\(name)"), options: [.atomic])
        } catch {
            throw EaselError.unwritableFile(path: "\(path)/\(name)", reason: "\(error)")
        }
    }
}

extension String {
    fileprivate func trimmed(of character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
