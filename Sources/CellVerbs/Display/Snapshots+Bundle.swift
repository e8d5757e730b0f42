import Diffusion
import Easel

extension Snapshots {
    /// The sheet of pictures, and the figures as its text.
    var bundle: DisplayBundle {
        let text = "Snapshots, measured by \(measure)\n" + TextTable.text(header: Self.header, rows: cells)
        guard let png = try? grid.bitmap().png() else { return DisplayBundle(text: text) }
        return .png(png, text: text)
    }
}
