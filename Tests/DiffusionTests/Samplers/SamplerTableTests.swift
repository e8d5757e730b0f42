import Diffusion
import Foundation
import Testing

/// The table in `docs/samplers.md` says what the engine does.
@Suite struct SamplerTableTests {
    private struct Row {
        let name: String
        let schedulerClass: String
        let options: String
        let webName: String
        let evaluations: String
        let behaviour: String
    }

    private static func rows() throws -> [Row] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/samplers.md"), encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| `.") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(
                name: cells[0].trimmingCharacters(in: ["`", "."]), schedulerClass: cells[1].trimmingCharacters(in: ["`"]), options: cells[2],
                webName: cells[3], evaluations: cells[4], behaviour: cells[5])
        }
    }

    @Test func everySamplerHasItsRow() throws {
        #expect(try Self.rows().map(\.name) == SamplerName.allCases.map(\.rawValue))
    }

    @Test func rowsSayWhatSamplersDo() throws {
        let folder = try configuration(#"{"_class_name": "PNDMScheduler", "skip_prk_steps": true, "beta_schedule": "scaled_linear", "beta_end": 0.012}"#)
        for row in try Self.rows() {
            let name = try #require(SamplerName(rawValue: row.name))
            #expect(row.schedulerClass == "—" ? row.options.contains("k-diffusion") : row.schedulerClass == name.schedulerClass.rawValue, "\(name)")
            #expect(row.webName == name.webName ?? "—", "\(name)")
            #expect((row.behaviour == "stochastic") == name.drawsNoise, "\(name)")
            #expect(row.options.localizedCaseInsensitiveContains("karras") == name.isKarras, "\(name)")
            let evaluations = ["n": 10, "n + 1": 11, "2n − 1": 19, "its own": 1][row.evaluations]
            #expect(try name.make(configuration: folder, steps: 10).plan.timesteps.count == evaluations, "\(name)")
        }
    }
}
