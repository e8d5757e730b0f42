import Diffusion
import Foundation
import TestSupport
import Testing

/// Reads a configuration file with these contents.
func configuration(_ json: String) throws -> SchedulerConfiguration {
    try SchedulerConfiguration(json: Data(json.utf8), file: "scheduler_config.json")
}

@Suite struct SchedulerConfigurationTests {
    /// The contents that SD 1 folders were published with.
    private static let published = """
        {"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012, "beta_schedule": "scaled_linear",
         "beta_start": 0.00085, "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1,
         "trained_betas": null, "clip_sample": false}
        """

    @Test func readsWhatEverySchedulerSaves() throws {
        let saved = try SchedulerFixtures.cases().compactMap { $0.value["files"].array }.flatMap { $0 }
        #expect(saved.count == SchedulerClass.allCases.count)
        for entry in saved {
            let name = try #require(entry["file"].string)
            let path = try #require(Fixtures.file(SchedulerFixtures.group, name))
            let configuration = try SchedulerConfiguration(contentsOf: URL(filePath: path))
            #expect(configuration.schedulerClass.rawValue == entry["scheduler"].string)
            #expect(configuration.betaSchedule == .scaledLinear && configuration.betaEnd == 0.012, "\(name)")
            if entry["contains_minus_infinity_literal"].bool == true { #expect(configuration.lambdaMinClipped == -.infinity) }
        }
    }

    /// A file that a class saved holds its defaults, where nothing else was asked for: without those keys it means the same.
    @Test func defaultsAreThoseOfDiffusers() throws {
        for entry in try SchedulerFixtures.cases().compactMap({ $0.value["files"].array }).flatMap({ $0 }) {
            let path = try #require(Fixtures.file(SchedulerFixtures.group, entry["file"].string ?? ""))
            let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            let full = try configuration(text)
            let asked = [
                "_class_name", "beta_start", "beta_end", "beta_schedule", "clip_sample", "set_alpha_to_one", "steps_offset", "solver_order",
                "skip_prk_steps",
            ]
            let lines = text.split(separator: "\n").filter { line in asked.contains { line.contains("\"\($0)\"") } }
            let short = try configuration("{\(lines.joined())}".replacing(",}", with: "}"))
            for name in SamplerName.allCases {
                #expect(full.settings == short.settings, "\(entry["file"])")
                _ = try name.configuration(for: full)
            }
        }
    }

    @Test func otherClassesTakeTheirOwnDefaultsForUnsavedKeys() throws {
        let folder = try configuration(Self.published)
        #expect(folder.timestepSpacing == .leading)
        let euler = try folder.converted(to: .euler)
        #expect(euler.timestepSpacing == .linspace && euler.stepsOffset == 1 && euler.betaEnd == 0.012)
        let ddim = try folder.converted(to: .ddim)
        #expect(ddim.timestepSpacing == .leading && ddim.stepsOffset == 1 && !ddim.setAlphaToOne && !ddim.clipSample)
        #expect(try ddim.converted(to: .pndm).skipPRKSteps)
        #expect(try SchedulerConfiguration(.ddim).converted(to: .pndm).skipPRKSteps == false)
    }

    @Test func savedSpacingIsInherited() throws {
        let folder = try configuration(#"{"_class_name": "PNDMScheduler", "timestep_spacing": "trailing"}"#)
        #expect(try folder.converted(to: .euler).timestepSpacing == .trailing)
    }

    @Test func pipelinesCorrectOldFolders() throws {
        let old = try configuration(#"{"_class_name": "DDIMScheduler", "clip_sample": true}"#).correctedForStableDiffusion()
        #expect(old.stepsOffset == 1 && !old.clipSample)
        let ddpm = try old.converted(to: .ddpm)
        #expect(ddpm.stepsOffset == 0 && !ddpm.clipSample)
        let explicit = try configuration(#"{"_class_name": "DDIMScheduler", "steps_offset": 0}"#).correctedForStableDiffusion()
        #expect(try explicit.converted(to: .euler).stepsOffset == 1)
    }

    @Test func unknownKeysAndPythonLiteralsAreTolerated() throws {
        let read = try configuration(
            #"{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "new_key": NaN, "variance_type": null}"#)
        #expect(read.lambdaMinClipped == -.infinity)
        let strict = try configuration(#"{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": "-inf"}"#)
        #expect(strict.lambdaMinClipped == -.infinity)
    }

    @Test(arguments: [
        (#"{"_class_name": "PNDMScheduler", "beta_schedule": "sigmoid"}"#, "beta_schedule", "\"sigmoid\""),
        (#"{"_class_name": "PNDMScheduler", "prediction_type": "flow_prediction"}"#, "prediction_type", "\"flow_prediction\""),
        (#"{"_class_name": "PNDMScheduler", "timestep_spacing": 3}"#, "timestep_spacing", "3"),
        (#"{"_class_name": "PNDMScheduler", "num_train_timesteps": 0}"#, "num_train_timesteps", "0"),
        (#"{"_class_name": "PNDMScheduler", "num_train_timesteps": 1e300}"#, "num_train_timesteps", "1e+300"),
        (#"{"_class_name": "PNDMScheduler", "num_train_timesteps": 10.5}"#, "num_train_timesteps", "10.5"),
        (#"{"_class_name": "PNDMScheduler", "beta_start": NaN}"#, "beta_start", "nan"),
        (#"{"_class_name": "PNDMScheduler", "beta_end": Infinity}"#, "beta_end", "inf"),
        (#"{"_class_name": "PNDMScheduler", "steps_offset": -1}"#, "steps_offset", "-1"),
        (#"{"_class_name": "PNDMScheduler", "clip_sample": "no"}"#, "clip_sample", "\"no\""),
        (#"{"_class_name": "PNDMScheduler", "solver_order": 4}"#, "solver_order", "4"),
        (#"{"_class_name": "PNDMScheduler", "trained_betas": [0.1, 0.2]}"#, "trained_betas", "a list of 2 values"),
        (#"{"_class_name": "PNDMScheduler", "trained_betas": [0.1, "x"]}"#, "trained_betas", "\"x\""),
        (#"{"_class_name": "FlowScheduler"}"#, "_class_name", "\"FlowScheduler\""),
        (#"{}"#, "_class_name", "nothing"),
    ])
    func unusableValuesAreNamed(_ json: String, _ key: String, _ found: String) throws {
        let error = #expect(throws: DiffusionError.self) { try configuration(json) }
        guard case .invalidConfiguration(let file, key, let expected, found) = error else {
            Issue.record("\(json): \(error.map { "\($0)" } ?? "no error")")
            return
        }
        #expect(file == "scheduler_config.json" && !expected.isEmpty)
    }

    @Test(arguments: ["", "{", "[1, 2]", "3", "{\"_class_name\": \"PNDM", "\u{0}", String(repeating: "[", count: 5000)])
    func otherFilesAreMalformed(_ text: String) throws {
        let error = #expect(throws: DiffusionError.self) { try configuration(text) }
        guard case .malformedFile = error else {
            Issue.record("\(text.prefix(20)): \(error.map { "\($0)" } ?? "no error")")
            return
        }
    }

    @Test func missingFilesAreUnreadable() {
        let error = #expect(throws: DiffusionError.self) { try SchedulerConfiguration(contentsOf: URL(filePath: "/no/such/file.json")) }
        guard case .unreadableFile(file: "/no/such/file.json", _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "no error")")
            return
        }
    }
}

extension SchedulerConfiguration {
    /// All settings in words, without what was saved.
    fileprivate var settings: [String] {
        Mirror(reflecting: self).children.filter { $0.label != "saved" }.map { "\($0.label ?? ""): \($0.value)" }
    }
}
