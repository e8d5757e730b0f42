import Diffusion
import Foundation
import Measures
import Tensors
import TestSupport

/// CLIP and DINO models with random weights, and what transformers computed with them.
struct VisionFixtures {
    let folder: String
    let manifest: FixtureValue
    let tensors: FixtureTensors

    init() throws {
        guard let folder = Fixtures.folder("vision") else { throw FixtureError.missing("vision") }
        self.folder = folder
        manifest = try Fixtures.manifest("vision")
        tensors = try FixtureTensors("\(folder)/vision.safetensors")
    }

    static func names(_ kind: String) -> [String] {
        ((try? Fixtures.manifest("vision"))?["cases"].array ?? []).filter { $0["kind"].string == kind }.compactMap { $0["name"].string }
    }

    func pictures() throws -> [Bitmap] {
        try (manifest["pictures"].strings ?? []).map { try ImageFile(path: "\(folder)/\($0)").bitmap }
    }

    func tolerance(_ name: String) -> Float { manifest["tolerance"][name].float ?? 0 }
}

/// How a test reads the rows of a fixture's matrix.
extension FixtureTensors {
    func rows(_ name: String) throws -> [[Float]] {
        let entry = try entry(name)
        let width = entry.shape.dropFirst().reduce(1, *)
        return stride(from: 0, to: entry.floats.count, by: width).map { Array(entry.floats[$0..<($0 + width)]) }
    }
}
