import Detectors
import Diffusion
import NeuralNetworks

extension EaselSession {
    /// How well the edges of pictures lie where those of others do, as F1: 1 where all agree, 0 where none does; on average over the pictures.
    ///
    /// Edges are Canny's; a picture that is a control of `.canny` is taken as it is.
    /// - Parameters:
    ///   - others: one, or one for each picture, of their size.
    ///   - distance: how far apart edges may be, in pixels.
    ///   - low: of `Canny`, which finds the edges; `high` as well.
    /// - Throws: `DetectorError`; `EaselError.invalidArgument` for another number of pictures.
    public func edgeAgreement(_ pictures: [Image], with others: [Image], within distance: Int = 2, low: Double = 100, high: Double = 200) throws -> Double {
        guard !pictures.isEmpty, others.count == 1 || others.count == pictures.count else {
            throw EaselError.invalidArgument(
                name: "with", expected: "one picture, or one for each of \(pictures.count)", found: "\(others.count)")
        }
        let canny = try Canny(low: low, high: high)
        func edges(_ image: Image) throws -> Bitmap {
            image.control == .canny ? image.bitmap : try canny.control(of: image.bitmap, check: interruption.check)
        }
        let expected = try others.map(edges)
        let values = try pictures.enumerated().map { index, picture in
            try EdgeAgreement(of: edges(picture), with: expected[expected.count == 1 ? 0 : index], within: distance).f1
        }
        return values.reduce(0, +) / Double(values.count)
    }
}
