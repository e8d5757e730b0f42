public import FoundationEssentials
import JSONValues

extension SchedulerConfiguration {
    /// Reads a model folder's `scheduler/scheduler_config.json`.
    ///
    /// Throws: ``DiffusionError``: the file cannot be read, is no JSON object, names an unknown class, or has a value that is not
    /// understood for a key that is. Keys that are not understood are left alone.
    public init(contentsOf url: URL) throws {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw DiffusionError.unreadableFile(file: url.path, reason: "\(error)")
        }
        try self.init(json: data, file: url.path)
    }

    /// Reads the contents of a `scheduler_config.json`; `file` names it in messages.
    ///
    /// Throws: as ``init(contentsOf:)``.
    public init(json: Data, file: String) throws {
        // Saved configurations hold -Infinity, which strict JSON refuses.
        guard let object = (try? JSONValue(parsing: json, allowsNonFinite: true))?.object else {
            throw DiffusionError.malformedFile(file: file, reason: "it is not a JSON object")
        }
        try self.init(Self.schedulerClass(named: object["_class_name"], file: file), file: file)
        // A key that the class does not read may be read by another one later: it must be sound now.
        var everything = self
        for key in SchedulerKey.allCases {
            guard let value = object[key.rawValue] else { continue }
            try everything.assign(value, to: key)
            saved[key] = value
        }
        try take(saved)
    }

    private static func schedulerClass(named value: JSONValue?, file: String) throws -> SchedulerClass {
        if let found = value?.string.flatMap(SchedulerClass.init) { return found }
        let known = SchedulerClass.allCases.map(\.rawValue).joined(separator: ", ")
        throw DiffusionError.invalidConfiguration(
            file: file, key: "_class_name", expected: "one of \(known)", found: value?.summary ?? "nothing")
    }

    /// Takes over those of `values` that the configuration's class reads.
    mutating func take(_ values: [SchedulerKey: JSONValue]) throws {
        saved = values
        for key in SchedulerKey.allCases where schedulerClass.acceptedKeys.contains(key) {
            if let value = values[key] { try assign(value, to: key) }
        }
        if let trainedBetas, trainedBetas.count != trainTimestepCount {
            throw invalid(.trainedBetas, expected: "\(trainTimestepCount) values", found: values[.trainedBetas] ?? .null)
        }
    }

    private mutating func assign(_ value: JSONValue, to key: SchedulerKey) throws {
        switch key {
        case .trainTimestepCount: trainTimestepCount = try integer(value, in: 1...100_000, for: key)
        case .betaStart: betaStart = try number(value, in: 0...1, for: key)
        case .betaEnd: betaEnd = try number(value, in: 0...1, for: key)
        case .betaSchedule: betaSchedule = try choice(value, for: key)
        case .trainedBetas: trainedBetas = try numbers(value, in: 0...1, for: key)
        case .rescaleBetasZeroSNR: rescaleBetasZeroSNR = try flag(value, for: key)
        case .predictionType: predictionType = try choice(value, for: key)
        case .timestepSpacing: timestepSpacing = try choice(value, for: key)
        case .stepsOffset: stepsOffset = try integer(value, in: 0...100_000, for: key)
        case .setAlphaToOne: setAlphaToOne = try flag(value, for: key)
        case .skipPRKSteps: skipPRKSteps = try flag(value, for: key)
        case .clipSample: clipSample = try flag(value, for: key)
        case .clipSampleRange: clipSampleRange = try number(value, in: 0...Double.greatestFiniteMagnitude, for: key)
        case .thresholding: thresholding = try flag(value, for: key)
        // DPM-Solver saves null, which leaves the variance of a DDPM step as it is.
        case .varianceType: varianceType = try value == .null ? .fixedSmall : choice(value, for: key)
        case .useKarrasSigmas: useKarrasSigmas = try optionalFlag(value, for: key)
        case .useExponentialSigmas: useExponentialSigmas = try optionalFlag(value, for: key)
        case .useBetaSigmas: useBetaSigmas = try optionalFlag(value, for: key)
        case .useLuLambdas: useLuLambdas = try optionalFlag(value, for: key)
        case .useFlowSigmas: useFlowSigmas = try optionalFlag(value, for: key)
        case .sigmaMin: sigmaMin = try optionalSigma(value, for: key)
        case .sigmaMax: sigmaMax = try optionalSigma(value, for: key)
        case .finalSigmasType: finalSigmasType = try choice(value, for: key)
        case .interpolationType: interpolationType = try choice(value, for: key)
        case .timestepType: timestepType = try choice(value, for: key)
        case .algorithmType: algorithmType = try choice(value, for: key)
        case .solverOrder: solverOrder = try integer(value, in: 1...3, for: key)
        case .solverType: solverType = try choice(value, for: key)
        case .lowerOrderFinal: lowerOrderFinal = try flag(value, for: key)
        case .eulerAtFinal: eulerAtFinal = try flag(value, for: key)
        case .predictX0: predictX0 = try flag(value, for: key)
        case .disableCorrector: disableCorrector = try steps(value, for: key)
        case .originalStepCount: originalStepCount = try integer(value, in: 1...100_000, for: key)
        case .timestepScaling: timestepScaling = try number(value, in: 0...1e6, for: key)
        // Writers of strict JSON spell the default as text.
        case .lambdaMinClipped where value == "-inf": lambdaMinClipped = -Double.infinity
        case .lambdaMinClipped: lambdaMinClipped = try number(value, in: -Double.infinity...Double.infinity, for: key)
        }
    }
}

extension SchedulerConfiguration {
    private func invalid(_ key: SchedulerKey, expected: String, found: JSONValue) -> DiffusionError {
        .invalidConfiguration(file: file, key: key.rawValue, expected: expected, found: found.summary)
    }

    private func flag(_ value: JSONValue, for key: SchedulerKey) throws -> Bool {
        guard let flag = value.bool else { throw invalid(key, expected: "true or false", found: value) }
        return flag
    }

    private func optionalFlag(_ value: JSONValue, for key: SchedulerKey) throws -> Bool {
        try value == .null ? false : flag(value, for: key)
    }

    private func number(_ value: JSONValue, in range: ClosedRange<Double>, for key: SchedulerKey) throws -> Double {
        guard let number = value.double, range.contains(number) else {
            throw invalid(key, expected: "a number from \(range.lowerBound) to \(range.upperBound)", found: value)
        }
        return number
    }

    private func optionalSigma(_ value: JSONValue, for key: SchedulerKey) throws -> Double? {
        guard value != .null else { return nil }
        return try number(value, in: Double.leastNormalMagnitude...1e6, for: key)
    }

    private func integer(_ value: JSONValue, in range: ClosedRange<Int>, for key: SchedulerKey) throws -> Int {
        guard let integer = value.int, range.contains(integer) else {
            throw invalid(key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", found: value)
        }
        return integer
    }

    private func numbers(_ value: JSONValue, in range: ClosedRange<Double>, for key: SchedulerKey) throws -> [Float]? {
        guard value != .null else { return nil }
        guard let elements = value.array else { throw invalid(key, expected: "a list of numbers", found: value) }
        return try elements.map { Float(try number($0, in: range, for: key)) }
    }

    private func steps(_ value: JSONValue, for key: SchedulerKey) throws -> Set<Int> {
        guard let elements = value.array else { throw invalid(key, expected: "a list of steps", found: value) }
        return Set(try elements.map { try integer($0, in: 0...100_000, for: key) })
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(_ value: JSONValue, for key: SchedulerKey) throws -> Choice
    where Choice.RawValue == String {
        if let choice = value.string.flatMap(Choice.init) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw invalid(key, expected: "one of \(choices)", found: value)
    }
}

extension JSONValue {
    /// The value for a message: long lists are counted, numbers written as Swift writes them.
    fileprivate var summary: String {
        switch self {
        case .array(let elements): "a list of \(elements.count) values"
        case .object(let members): "an object of \(members.count) keys"
        case .double(let number): "\(number)"
        case .null, .bool, .int, .string: description
        }
    }
}
