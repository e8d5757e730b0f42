import Diffusion
public import Personalization

/// What several trainings gave and took, measured on the same prompts with the same seeds.
public struct Comparison: Sendable {
    /// One training, or what it is compared with. What was not measured is nil.
    public struct Row: Sendable {
        public let name: String
        public let method: TrainingMethod?
        /// How alike the pictures are to the real ones.
        public var fidelity: Double?
        /// How well they show what the prompts say.
        public var promptFidelity: Double?
        /// How alike ordinary things of the category have become to the subject: low is good.
        public var priorPreservation: Double?
        public var diversity: Double?
        /// What a file of it takes.
        public var fileBytes: Int?
        public var trainableParameters: Int?
        public var seconds: Double?
        /// The most that tensors took while it was trained, the model included.
        public var peakBytes: Int?
        public var images: [Image] = []

        public init(name: String, method: TrainingMethod? = nil) {
            self.name = name
            self.method = method
        }

        /// The size that case studies of SD 1.x report for the method's file, in MB.
        ///
        /// Source: a case study of DreamBooth, Textual Inversion and LoRA ("output size around 2000MB", "~ 0.013MB", "around 145MB").
        public var reportedFile: String? {
            switch method {
            case .dreamBooth, .fineTuning: "2000 MB"
            case .textualInversion: "0.013 MB"
            case .lora: "145 MB"
            case .oft, .controlNet, nil: nil
            }
        }
    }

    public let rows: [Row]
    /// What looked at the pictures, and what compared them with prompts.
    public let encoders: String
    public let prompts: [String]

    public static let header = ["", "method", "subject ↑", "prompt ↑", "prior ↓", "diversity ↑", "file", "reported, SD 1.x", "trainable", "seconds", "memory"]

    /// The rows of a table under ``header``.
    public var cells: [[String]] {
        rows.map { row in
            func number(_ value: Double?) -> String { value.map { ChartNumber.fixed($0, decimals: 3) } ?? "–" }
            let figures = [row.fidelity, row.promptFidelity, row.priorPreservation, row.diversity].map(number)
            let file = [row.fileBytes.map(Self.megabytes), row.reportedFile]
            let parameters = row.trainableParameters.map { "\($0)" }
            let seconds = row.seconds.map { ChartNumber.fixed($0, decimals: 1) }
            let memory = row.peakBytes.map { "\(ByteCount($0))" }
            return [row.name, row.method?.name ?? "–"] + figures + (file + [parameters, seconds, memory]).map { $0 ?? "–" }
        }
    }

    /// What the figures are made of.
    public var note: String {
        "Measured by \(encoders), on \(prompts.map { "\"\($0)\"" }.joined(separator: ", ")). Diversity is the mean of 1 − likeness, where papers use LPIPS."
    }

    /// The figures that pictures give, as bars.
    public var chart: BarChart {
        BarChart(
            title: "methods compared", names: rows.map(\.name),
            panels: [
                .init("subject fidelity (higher is better)", rows.map(\.fidelity)), .init("prompt fidelity (higher is better)", rows.map(\.promptFidelity)),
                .init("likeness of the category to the subject (lower is better)", rows.map(\.priorPreservation)),
                .init("diversity (higher is better)", rows.map(\.diversity)),
            ])
    }

    /// The bars of what it takes.
    public var costs: BarChart {
        BarChart(
            title: "what it takes", names: rows.map(\.name),
            panels: [
                .init("file, MB", rows.map { $0.fileBytes.map { Double($0) / 1e6 } }),
                .init("trainable numbers", rows.map { $0.trainableParameters.map(Double.init) }),
                .init("seconds", rows.map(\.seconds)), .init("memory, MB", rows.map { $0.peakBytes.map { Double($0) / 1e6 } }),
            ])
    }

    /// In the unit of the reports.
    private static func megabytes(_ bytes: Int) -> String {
        let value = Double(bytes) / 1e6
        return "\(ChartNumber.text(value, digits: value < 1 ? 2 : 3)) MB"
    }
}
