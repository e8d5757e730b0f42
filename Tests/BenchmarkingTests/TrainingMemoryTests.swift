import Benchmarking
import Easel
import Foundation
import JSONValues
import Testing

/// What training is said to take, beside what it takes: in a process of its own, since tensors of other tests would count.
@Suite struct TrainingMemoryTests {
    @Test(arguments: TrainingStepWork.Method.allCases, [false, true])
    func theEstimateIsNearThePeak(_ method: TrainingStepWork.Method, checkpointing: Bool) throws {
        for (batch, optimizer) in [(8, TrainingStepWork.Optimizer.adamW), (16, .adamW8bit)] {
            try expectNear(method, checkpointing ? ["--checkpointing"] : [], batch: batch, optimizer: optimizer)
        }
    }

    @Test(arguments: [TrainingStepWork.Method.textualInversion, .lora, .dreamBooth], [[], ["--checkpointing"]])
    func theEstimateOfHalvesIsNearThePeak(_ method: TrainingStepWork.Method, options: [String]) throws {
        try expectNear(method, ["--bfloat16"] + options, batch: 16, optimizer: .adamW8bit)
    }

    private func expectNear(_ method: TrainingStepWork.Method, _ options: [String], batch: Int, optimizer: TrainingStepWork.Optimizer) throws {
        let flags = ["--step", method.rawValue, "--of", "tiny", "--batch", "\(batch)", "--optimizer", optimizer.rawValue] + options
        let figures = try bench(flags)
        let (estimate, measured) = (try #require(figures["estimatedMemory"]?.int), try #require(figures["addedMemory"]?.int))
        let ratio = Double(estimate) / Double(measured)
        print("\(flags.dropFirst(1).joined(separator: " ")): estimated \(estimate), measured \(measured), \(ratio)")
        #expect((0.85...1.2).contains(ratio), "\(flags): estimated \(estimate), measured \(measured) bytes")
    }

    /// What `easel bench` finds for a work.
    private func bench(_ work: [String]) throws -> JSONValue {
        let (process, pipe) = (Process(), Pipe())
        // The program lies beside the tests.
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "easel")
        process.arguments = ["bench"] + work + ["--repetitions", "2", "--json"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONValue(parsing: output)
    }
}
