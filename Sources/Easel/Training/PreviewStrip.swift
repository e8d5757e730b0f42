public import Diffusion
internal import FoundationEssentials

/// A run's previews as one picture: a row a prompt, a column a preview; the first one, and as many of the others as fit.
public struct PreviewStrip: Sendable {
    public let prompts: [String]
    /// The steps after which the columns were drawn.
    public let steps: [Int]
    public let bitmap: Bitmap
    /// The picture as an address that holds it.
    public let address: String

    private static let columns = 6
    /// Pixels.
    public static let width = 800

    /// - Throws: `ImageError`, `EaselError` for pictures that make no sheet.
    init(_ sheet: PreviewSheet) throws {
        let chosen = Self.chosen(sheet.columns)
        let isPaired = !sheet.controls.isEmpty
        let cells = sheet.prompts.indices.map { row in
            let drawn = chosen.map { $0.rows[row] }
            return isPaired ? [[sheet.controls[row]]] + drawn + [[sheet.targets[row]]] : drawn
        }
        let headers = chosen.map { $0.step == 0 ? "before" : "step \($0.step)" }
        let grid = ImageGrid(cells: cells, rowHeaders: sheet.prompts, columnHeaders: isPaired ? ["control"] + headers + ["target"] : headers)
        let drawn = try grid.bitmap()
        let height = max(1, drawn.height * Self.width / drawn.width)
        bitmap = drawn.width > Self.width ? try drawn.resized(width: Self.width, height: height, filter: .box) : drawn
        address = "data:image/jpeg;base64,\(Data(try bitmap.jpeg(quality: 88)).base64EncodedString())"
        prompts = sheet.prompts
        steps = chosen.map(\.step)
    }

    /// The first, the last, and others evenly between them.
    private static func chosen(_ all: [PreviewSheet.Column]) -> [PreviewSheet.Column] {
        guard all.count > columns else { return all }
        return (0..<columns).map { all[$0 * (all.count - 1) / (columns - 1)] }
    }
}
