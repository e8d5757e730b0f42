import Diffusion
import Foundation
import Tensors
import TestSupport

/// The cases of the fixture group `schedulers`: what diffusers' schedulers computed.
enum SchedulerFixtures {
    static let group = "schedulers"

    // Reading takes longer than all the arithmetic of the tests: once for all of them.
    private static let readCases = Result { try (Fixtures.manifest(group)["cases"].array ?? []).map(SchedulerCase.init) }
    private static let readTensors = Result {
        guard let file = Fixtures.file(group, "schedulers.safetensors") else { throw FixtureError.missing(group) }
        return try FixtureTensors(file)
    }

    static func cases() throws -> [SchedulerCase] { try readCases.get() }
    static func tensors() throws -> FixtureTensors { try readTensors.get() }
}

/// One case of the manifest.
struct SchedulerCase {
    let value: FixtureValue

    var name: String { value["name"].string ?? "" }
    var schedulerClass: SchedulerClass? { value["scheduler"].string.flatMap(SchedulerClass.init) }
    var isTrajectory: Bool { !value["tensors"]["x"].isNull }
    var isNoiseTable: Bool { !value["tensors"]["alphas_cumprod"].isNull }
    var isAddNoise: Bool { !isNoiseTable && !value["tensors"]["add_noise"].isNull }
    var steps: Int { value["steps"].int ?? 0 }
    var absoluteTolerance: Float { value["tolerance"]["atol"].float ?? 0 }
    var relativeTolerance: Float { value["tolerance"]["rtol"].float ?? 0 }

    func tensorName(_ key: String) -> String? { value["tensors"][key].string }

    /// The configuration as a file that holds the case's keys and class.
    func configuration() throws -> SchedulerConfiguration {
        var object = value["config"].object ?? [:]
        object["_class_name"] = value["scheduler"]
        return try SchedulerConfiguration(json: Data(FixtureValue.object(object).json.utf8), file: name)
    }

    /// The arguments of each step. Throws for one that has no counterpart.
    func options() throws -> SamplerOptions {
        var options = SamplerOptions()
        for (key, argument) in value["step_kwargs"].object ?? [:] {
            switch key {
            case "eta": options.eta = argument.float ?? .nan
            case "use_clipped_model_output": options.useClippedModelOutput = argument.bool ?? false
            case "s_churn": options.churn = argument.float ?? .nan
            case "s_noise": options.churnNoise = argument.float ?? .nan
            case "order": options.multistepOrder = argument.int ?? 0
            default: throw FixtureError.malformed(file: name, reason: "step argument \(key)")
            }
        }
        return options
    }
}

extension FixtureValue {
    /// The value as it would be written in a JSON file.
    var json: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .array(let values): "[\(values.map(\.json).joined(separator: ", "))]"
        case .object(let values): "{\(values.map { "\"\($0)\": \($1.json)" }.joined(separator: ", "))}"
        }
    }
}
