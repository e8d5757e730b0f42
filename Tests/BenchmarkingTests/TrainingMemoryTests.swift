import Benchmarking
import Easel
import Foundation
import JSONValues
import Personalization
import Testing

/// What training is said to take, beside what it takes: in a process of its own, since tensors of other tests would count.
@Suite struct TrainingMemoryTests {
    @Test(arguments: [GradientCheckpointing.off, .on], [8, 32])
    func theEstimateIsNearThePeak(_ checkpointing: GradientCheckpointing, batch: Int) throws {
        let session = EaselSession()
        let estimate = try TrainingMemory(session.load("easel-tiny").diffusion, batchSize: batch, checkpointing: checkpointing).bytes
        let flags = checkpointing == .on ? ["--checkpointing"] : []
        let measured = try workingMemory(["--tiny", "textual-inversion", "--batch", "\(batch)"] + flags)
        #expect((0.9...1.3).contains(Double(estimate) / Double(measured)), "estimated \(estimate), measured \(measured) bytes")
    }

    /// The bytes that `easel bench` finds for a work.
    private func workingMemory(_ work: [String]) throws -> Int {
        let (process, pipe) = (Process(), Pipe())
        // The program lies beside the tests.
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "easel")
        process.arguments = ["bench"] + work + ["--repetitions", "3", "--json"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try #require(JSONValue(parsing: output)["workingMemory"]?.int)
    }
}
