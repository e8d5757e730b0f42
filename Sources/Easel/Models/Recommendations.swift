public import Diffusion
import FoundationEssentials
import JSONValues

/// Defaults that a checkpoint brings along in `easel.json`; they come before Easel's own.
public struct Recommendations: Equatable, Sendable {
    public var steps: Int?
    public var guidanceScale: Double?
    public var sampler: SamplerName?
    public var trainingSteps: Int?
    public var batchSize: Int?
    public var learningRate: Double?

    /// No recommendations.
    public init() {}

    /// - Throws: `EaselError.unknownRecommendation` for a key or value that can't be used.
    init(folder: String) throws {
        let file = "\(folder)/easel.json"
        guard let data = FileManager.default.contents(atPath: file) else { return }
        func refuse(_ key: String, _ reason: String) -> EaselError { .unknownRecommendation(file: file, key: key, reason: reason) }
        guard let document = try? JSONValue(parsing: data), document.object != nil else { throw refuse("easel.json", "is not a JSON object") }
        guard document["format"]?.int == 1 else { throw refuse("format", "must be 1; it is \(document["format"]?.description ?? "absent")") }
        for (method, values) in document["recommended"]?.object ?? [:] {
            for (key, value) in values.object ?? [:] {
                guard try read(key, of: method, value) else { throw refuse("\(method).\(key)", "can't be \(value)") }
            }
        }
    }

    /// Other methods' recommendations are left to the versions that know them.
    private mutating func read(_ key: String, of method: String, _ value: JSONValue) throws -> Bool {
        switch (method, key) {
        case ("sample", "steps"): steps = value.int.flatMap { $0 > 0 ? $0 : nil }; return steps != nil
        case ("sample", "guidanceScale"): guidanceScale = value.double; return guidanceScale != nil
        case ("sample", "sampler"): sampler = value.string.flatMap(SamplerName.init(rawValue:)); return sampler != nil
        case ("textualInversion", "steps"): trainingSteps = value.int.flatMap { $0 > 0 ? $0 : nil }; return trainingSteps != nil
        case ("textualInversion", "batchSize"): batchSize = value.int.flatMap { $0 > 0 ? $0 : nil }; return batchSize != nil
        case ("textualInversion", "learningRate"): learningRate = value.double.flatMap { $0 > 0 ? $0 : nil }; return learningRate != nil
        case ("sample", _), ("textualInversion", _): return false
        default: return true
        }
    }
}
