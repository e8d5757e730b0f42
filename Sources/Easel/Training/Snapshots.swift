import Diffusion

/// Pictures that a run drew at chosen steps, and how good they are: what tells when it was best.
public struct Snapshots: Sendable {
    public let prompts: [String]
    /// What looked at the pictures.
    public let measure: String
    public internal(set) var rows: [Row] = []

    /// What was drawn after a step.
    public struct Row: Sendable {
        public let step: Int
        /// For each prompt its pictures.
        public let images: [[Image]]
        /// How alike they are to the real pictures, on average over all pairs.
        public let fidelity: Double
        /// How much pictures of one prompt differ, on average over the prompts; nil for one picture a prompt.
        public let diversity: Double?
    }

    /// Steps against prompts, the pictures of a prompt side by side.
    public var grid: ImageGrid {
        let count = rows.first?.images.first?.count ?? 1
        let headers = prompts.flatMap { [$0] + Array(repeating: "", count: count - 1) }
        return ImageGrid(
            cells: rows.map { $0.images.joined().map { [$0.bitmap] } }, rowHeaders: rows.map(\.header), columnHeaders: headers)
    }

    public static let header = ["", "fidelity", "diversity"]
    /// The figures as a table.
    public var cells: [[String]] { rows.map { [$0.name, $0.fidelityText, $0.diversityText ?? "–"] } }
}

extension Snapshots.Row {
    var name: String { step == 0 ? "before" : "step \(step)" }
    fileprivate var fidelityText: String { "\((fidelity * 1000).rounded() / 1000)" }
    fileprivate var diversityText: String? { diversity.map { "\(($0 * 1000).rounded() / 1000)" } }

    fileprivate var header: String {
        ([name, "fidelity \(fidelityText)"] + (diversityText.map { ["diversity \($0)"] } ?? [])).joined(separator: "\n")
    }
}
