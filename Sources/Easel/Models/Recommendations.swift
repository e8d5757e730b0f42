public import Diffusion
import FoundationEssentials
import JSONValues
public import NeuralNetworks
public import Personalization

/// Defaults that a checkpoint brings along in `easel.json`; they come before Easel's own.
public struct Recommendations: Equatable, Sendable {
    public var steps: Int?
    public var guidanceScale: Double?
    public var sampler: SamplerName?
    /// What each method's training begins with.
    public var training: [TrainingMethod: Training] = [:]
    /// What a metamodel's lessons begin with; nil for the same as DreamBooth.
    public var lessons: Training?

    /// Recommended arguments of `train`.
    public struct Training: Equatable, Sendable {
        public var steps: Int?
        public var batchSize: Int?
        public var learningRate: Double?
        public var schedule: LearningRateSchedule.Shape?
        public var trainsTextEncoder: Bool?
        public var trainsIdentifier: Bool?
        public var textLearningRate: Double?
        public var snrGamma: Double?
    }

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

    /// Writes `easel.json` into a model's folder; a checkpoint without recommendations has none.
    ///
    /// - Throws: `EaselError.unwritableFile`.
    func write(to folder: String) throws {
        guard self != Recommendations() else {
            // What a model that lay there before recommended is not this one's.
            try? FileManager.default.removeItem(atPath: "\(folder)/easel.json")
            return
        }
        let sample: [String: JSONValue?] = [
            "steps": steps.map(JSONValue.int), "guidanceScale": guidanceScale.map(JSONValue.double), "sampler": sampler.map { .string($0.rawValue) },
        ]
        var methods = ["sample": sample]
        for (method, training) in training { methods[method.rawValue] = training.values }
        methods["metamodel"] = lessons?.values
        let document = JSONValue.object(["format": 1, "recommended": .object(methods.mapValues { .object($0.compactMapValues { $0 }) })])
        do {
            try Data(document.serialized(indentation: 2)).write(to: URL(filePath: "\(folder)/easel.json"), options: .atomic)
        } catch {
            throw EaselError.unwritableFile(path: "\(folder)/easel.json", reason: "\(error)")
        }
    }

    /// Other methods' recommendations are left to the versions that know them.
    private mutating func read(_ key: String, of method: String, _ value: JSONValue) throws -> Bool {
        switch (method, key) {
        case ("sample", "steps"): steps = value.int.flatMap { $0 > 0 ? $0 : nil }; return steps != nil
        case ("sample", "guidanceScale"): guidanceScale = value.double; return guidanceScale != nil
        case ("sample", "sampler"): sampler = value.string.flatMap(SamplerName.init(rawValue:)); return sampler != nil
        case ("sample", _): return false
        case ("metamodel", _):
            var lessons = self.lessons ?? Training()
            defer { self.lessons = lessons }
            return lessons.read(key, value)
        default: return TrainingMethod(rawValue: method).map { training[$0, default: Training()].read(key, value) } ?? true
        }
    }
}

extension Recommendations.Training {
    fileprivate var values: [String: JSONValue?] {
        [
            "steps": steps.map(JSONValue.int), "batchSize": batchSize.map(JSONValue.int), "learningRate": learningRate.map(JSONValue.double),
            "schedule": schedule.map { .string($0.rawValue) }, "trainTextEncoder": trainsTextEncoder.map(JSONValue.bool),
            "trainIdentifier": trainsIdentifier.map(JSONValue.bool), "textLearningRate": textLearningRate.map(JSONValue.double),
            "snrGamma": snrGamma.map(JSONValue.double),
        ]
    }

    fileprivate mutating func read(_ key: String, _ value: JSONValue) -> Bool {
        switch key {
        case "steps": steps = value.int.flatMap { $0 > 0 ? $0 : nil }; return steps != nil
        case "batchSize": batchSize = value.int.flatMap { $0 > 0 ? $0 : nil }; return batchSize != nil
        case "learningRate": learningRate = value.double.flatMap { $0 > 0 ? $0 : nil }; return learningRate != nil
        case "schedule": schedule = value.string.flatMap(LearningRateSchedule.Shape.init(rawValue:)); return schedule != nil
        case "trainIdentifier": trainsIdentifier = value.bool; return trainsIdentifier != nil
        case "trainTextEncoder": trainsTextEncoder = value.bool; return trainsTextEncoder != nil
        case "textLearningRate": textLearningRate = value.double.flatMap { $0 > 0 ? $0 : nil }; return textLearningRate != nil
        case "snrGamma": snrGamma = value.double.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }; return snrGamma != nil
        default: return false
        }
    }
}

extension Model {
    /// What the checkpoint recommends for teaching a thing: lessons of a metamodel may have settings of their own.
    func recommendation(for thing: any Trainable) -> Recommendations.Training {
        let lesson = metamodel != nil && thing is Subject ? recommended.lessons : nil
        return lesson ?? recommended.training[thing.method] ?? Recommendations.Training()
    }
}
