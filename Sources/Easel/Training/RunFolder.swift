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
        let stem = "\(runs)/\(Self.stem(of: label))"
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

    static func stem(of label: String) -> String {
        let name = String(label.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }).trimmed(of: "-")
        return name.isEmpty ? "run" : name
    }

    /// The folders of a thing's runs, oldest first.
    static func folders(in runs: String, label: String) -> [String] {
        let stem = stem(of: label) + "-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        let numbers = names.compactMap { name in name.hasPrefix(stem) ? Int(name.dropFirst(stem.count)).map { (name, $0) } : nil }
        return numbers.sorted { $0.1 < $1.1 }.map { "\(runs)/\($0.0)" }
    }

    /// What became of the run in a folder; nil where the folder does not say.
    static func state(of folder: String) -> RunState? {
        FileManager.default.contents(atPath: "\(folder)/run.json").flatMap { try? JSONDecoder().decode(RunState.self, from: $0) }
    }

    func write(_ state: RunState) throws { try write(JSONEncoder().encode(state), to: "run.json") }

    /// The folder of a run's last checkpoint.
    static func newestCheckpoint(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let steps = names.compactMap { $0.hasPrefix("checkpoint-") ? Int($0.dropFirst("checkpoint-".count)) : nil }
        return steps.max().map { "\(folder)/checkpoint-\($0)" }
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

    func write(_ snapshots: Snapshots) throws { try write(Data(snapshots.grid.bitmap().png()), to: "snapshots.png") }

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
