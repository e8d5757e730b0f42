/// What can be wrong with a wish for a measurement.
public enum BenchmarkError: Error, Equatable, CustomStringConvertible {
    /// Nothing, or more than one thing, is to be measured.
    case notOneWork(given: [String])
    /// An option that the work has no use for.
    case uselessOption(name: String, work: String)
    case invalidValue(name: String, expected: String, found: String)
    /// The embedded model did not come along.
    case noEmbeddedModel(searched: [String])
    /// There is no OpenBLAS to compare with.
    case noYardstick

    public var description: String {
        switch self {
        case .notOneWork(let given):
            "Name one thing to measure: --unet, --train, --vae, --text, --load, --tiny or --sgemm"
                + (given.isEmpty ? "." : "; given were \(given.joined(separator: " and ")).")
        case .uselessOption(let name, let work): "\(name) means nothing to \(work)."
        case .invalidValue(let name, let expected, let found): "\(name) is \(expected), not \(found)."
        case .noEmbeddedModel(let searched):
            "The model 'easel-tiny' is not there. Looked in: \(searched.joined(separator: ", ")). EASEL_RESOURCES names another folder."
        case .noYardstick: "Figures are compared with OpenBLAS's, and libopenblas.so.0 is not there. Debian and Ubuntu: apt-get install libopenblas0"
        }
    }
}
