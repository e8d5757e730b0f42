import Diffusion
import Easel
import Foundation

extension TrainingReport {
    /// The dashboard: while the run goes on as SVG, in the end also as a picture, which every viewer of saved notebooks shows.
    var bundle: DisplayBundle {
        let dashboard = TrainingDashboard(self)
        var bundle = DisplayBundle(text: dashboard.text())
        bundle.data["image/svg+xml"] = dashboard.svg()
        if state != .running, let png = try? dashboard.bitmap().png() { bundle.data["image/png"] = Data(png).base64EncodedString() }
        return bundle
    }
}
