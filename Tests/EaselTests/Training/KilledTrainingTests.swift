import Diffusion
import Easel
import Foundation
import ModelRegistry
import Personalization
import TestSupport
import Testing

/// Trainings whose process is killed again and again, at any moment, end with the bits of one that was left alone.
///
/// The other processes are this test program, told by the environment to be one.
@Suite(.serialized) struct KilledTrainingTests {
    private static let role = "EASEL_TRAINING_CHILD"
    private static var isChild: Bool { ProcessInfo.processInfo.environment[role] != nil }
    private static let steps = 40

    enum Method: String, CaseIterable {
        case dreamBooth, lora, lesson, controlNet
    }

    @Test(.enabled(if: isChild)) func child() throws {
        let parts = (ProcessInfo.processInfo.environment[Self.role] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        let method = try #require(Method(rawValue: parts[0]))
        try train(method, in: parts[1])
    }

    @Test(.enabled(if: !isChild), arguments: Method.allCases) func theEndIsTheSame(_ method: Method) throws {
        let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
        try train(method, in: whole.path)
        var kills: [Int] = []
        // The first dies while pictures of the class are being drawn.
        for goal in [-1, 6, 14, 22, 30] where progress(in: parts.path) < Self.steps {
            let process = try child(method, parts.path)
            waitUntil { goal < 0 && method != .controlNet ? !drawn(in: parts.path).isEmpty : progress(in: parts.path) >= goal || !process.isRunning }
            usleep(useconds_t.random(in: 0..<60_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { kills.append(progress(in: parts.path)) }
        }
        if try progress(in: parts.path) < Self.steps || method == .lesson && lessons(in: parts.path).isEmpty {
            let last = try child(method, parts.path)
            last.waitUntilExit()
            #expect(last.terminationStatus == 0)
        }
        print("\(method.rawValue): killed after checkpoints \(kills)")
        #expect(!kills.isEmpty)
        let (one, other) = (try #require(newestRun(in: whole.path)), try #require(newestRun(in: parts.path)))
        let file = "checkpoint-\(Self.steps)/state.safetensors"
        #expect(try Data(contentsOf: URL(filePath: "\(one)/\(file)")) == Data(contentsOf: URL(filePath: "\(other)/\(file)")))
        let checkpoints = try [one, other].map { try TrainingCheckpoint(folder: "\($0)/checkpoint-\(Self.steps)") }
        #expect(checkpoints[0].losses == checkpoints[1].losses && checkpoints[0].losses.count == Self.steps)
        guard method == .lesson else { return }
        let digests = try [whole, parts].map { try lessons(in: $0.path) }
        #expect(digests[0].count == 1 && digests[0] == digests[1], "what was kept of the lesson is the same too")
    }

    /// The digests of the weights after each lesson that was kept.
    private func lessons(in folder: String) throws -> [String] {
        try ModelRegistry(folder: "\(folder)/registry").metamodel("family", kind: .meta, owner: "ann")?.states.map(\.digest) ?? []
    }

    /// Trains to the end, from the newest checkpoint where there is one.
    private func train(_ method: Method, in folder: String) throws {
        let tiny = try EaselTinyModel()
        tiny.session.runsFolder = "\(folder)/runs"
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.checkpointEvery, arguments.validateEvery) = (
            Self.steps, 2, method == .controlNet ? nil : .count(8), 2, 0
        )
        arguments.optimizer = .adamW8bit
        // So that whoever is to kill it is in time, however busy the machine is.
        if Self.isChild { arguments.onStep = { _ in usleep(80_000) == 0 } }
        arguments.resume = newestRun(in: folder).map { .folder($0) }
        let (model, thing) = try made(method, tiny, in: folder)
        let photos = try tiny.pictures("moss-cat/single")
        let pictures = try method == .controlNet ? tiny.session.pairs(photos) { try canny($0) } : photos
        let run = try model.train(thing, on: pictures, arguments)
        #expect(run.steps == Self.steps)
    }

    private func made(_ method: Method, _ tiny: EaselTinyModel, in folder: String) throws -> (Model, any Trainable) {
        switch method {
        case .dreamBooth: return (tiny.model, try tiny.model.subject("sks", category: "cat"))
        case .lora: return (tiny.model, try tiny.model.lora(rank: 2, subject: tiny.model.subject("sks", category: "cat")))
        case .controlNet: return (tiny.model, try tiny.model.controlNet(kinds: [.canny]))
        case .lesson:
            tiny.session.archive = ModelRegistry(folder: "\(folder)/registry")
            let family = try tiny.session.metamodel("family", owner: "ann")
            return (family, try family.subject("sks", category: "cat"))
        }
    }

    private func child(_ method: Method, _ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "KilledTrainingTests"]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.role: "\(method.rawValue):\(folder)"]) { $1 }
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        return process
    }

    private func waitUntil(_ condition: () -> Bool) { for _ in 0..<60_000 where !condition() { usleep(1000) } }

    private func names(in folder: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    private func drawn(in folder: String) -> [String] {
        ["runs", "registry"].flatMap { place in names(in: "\(folder)/\(place)/classes").flatMap { names(in: "\(folder)/\(place)/classes/\($0)") } }
    }

    /// The runs that have a checkpoint, in the order that they were begun, with the step of their last one.
    private func runs(in folder: String) -> [(path: String, step: Int)] {
        names(in: "\(folder)/runs").sorted().compactMap { name in
            let steps = names(in: "\(folder)/runs/\(name)").compactMap { $0.hasPrefix("checkpoint-") ? Int($0.dropFirst("checkpoint-".count)) : nil }
            return steps.max().map { ("\(folder)/runs/\(name)", $0) }
        }
    }

    private func newestRun(in folder: String) -> String? { runs(in: folder).last?.path }

    private func progress(in folder: String) -> Int { runs(in: folder).last?.step ?? 0 }
}
