import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Networks of Stable Diffusion 1.5's shapes with random weights, against what PyTorch and diffusers computed with them: kernels meet sizes that small
/// fixtures don't have. `make parity-large` prepares the folder.
@Suite(.serialized, .enabled(if: LargeFixtures.folder != nil, "full size: EASEL_PARITY_LARGE names no folder"))
struct LargeModelParityTests {
    /// The largest difference that is allowed, as a share of the output's root mean square.
    private static let tolerance = 1e-3

    @Test(arguments: ["text", "encoding", "decoding", "unet", "inversion"])
    func computesWhatPyTorchDoes(_ kind: String) throws {
        let fixtures = try LargeFixtures()
        let one = try fixtures.named(kind)
        let start = ContinuousClock.now
        let pairs: [(String, Tensor, String)] =
            switch kind {
            case "text": try [("", fixtures.files.textModel()(fixtures.integers("text.ids")), "output")]
            case "encoding": try encoding(fixtures)
            case "decoding": try [("", fixtures.files.autoencoder().decode(fixtures.tensor("decoding.latents")), "output")]
            case "unet": try [("", prediction(fixtures, timestep: one.timestep), "output")]
            default: try [("", gradient(fixtures, one), "gradient")]
            }
        print("\(one.name): \(ContinuousClock.now - start), loading included")
        for (part, actual, key) in pairs {
            let expected = try fixtures.tensor("\(kind).\(key)")
            #expect(actual.shape == expected.shape)
            ParityRecorder.expect(
                Self.error(actual, expected), within: Self.tolerance, "\(one.name)\(part)", .init("SD 1.5", one.name + part), in: .large)
        }
    }

    /// Largest difference by root mean square.
    private static func error(_ actual: Tensor, _ expected: Tensor) -> Double {
        let (own, theirs) = (actual.scalars, expected.scalars)
        let square = theirs.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(theirs.count)
        let worst = zip(own, theirs).reduce(0.0) { max($0, $1.0.isNaN ? .infinity : abs(Double($1.0) - Double($1.1))) }
        return worst / square.squareRoot()
    }

    private func encoding(_ fixtures: LargeFixtures) throws -> [(String, Tensor, String)] {
        let distribution = try fixtures.files.autoencoder().encode(fixtures.tensor("encoding.pixels"))
        return [(", mean", distribution.mean, "mean"), (", logarithm of the variance", distribution.logVariance, "logvar")]
    }

    private func prediction(_ fixtures: LargeFixtures, timestep: Float) throws -> Tensor {
        try fixtures.files.unet()(fixtures.tensor("unet.sample"), timesteps: [timestep], context: fixtures.tensor("unet.context"))
    }

    /// Of the loss of a textual-inversion step by the vectors of the token.
    private func gradient(_ fixtures: LargeFixtures, _ one: LargeFixtures.Case) throws -> Tensor {
        let (text, unet) = (try fixtures.files.textModel(), try fixtures.files.unet())
        let vectors = Parameter(path: "vectors", value: try fixtures.tensor("inversion.vectors"))
        vectors.isTrainable = true
        text.embeddings.add(.init(firstID: one.placeholder, parameter: vectors))
        let context = try text(fixtures.integers("inversion.ids"))
        let output = try unet(fixtures.tensor("inversion.noisy"), timesteps: [one.timestep], context: context)
        let loss = output.meanSquaredError(try fixtures.tensor("inversion.noise"))
        expectClose([Double(loss.item)], [one.loss], relative: 1e-4, "loss")
        return try #require(gradients(of: loss)[vectors.value])
    }
}

/// The folder that EASEL_PARITY_LARGE names.
struct LargeFixtures {
    struct Case {
        let name: String
        let timestep: Float
        let loss: Double
        let placeholder: Int
    }

    static let folder = ProcessInfo.processInfo.environment["EASEL_PARITY_LARGE"].flatMap { $0.isEmpty ? nil : $0 }

    let files: ModelFolder
    private let cases: [FixtureValue]
    private let tensors: FixtureTensors

    init() throws {
        guard let folder = Self.folder else { throw FixtureError.missing("EASEL_PARITY_LARGE") }
        files = try ModelFolder(path: folder)
        cases = try FixtureValue(json: Data(contentsOf: URL(filePath: "\(folder)/large.json")))["cases"].array ?? []
        tensors = try FixtureTensors("\(folder)/large.safetensors")
    }

    func named(_ kind: String) throws -> Case {
        guard let value = cases.first(where: { $0["kind"].string == kind }) else { throw FixtureError.missing(kind) }
        return Case(
            name: value["name"].string ?? kind, timestep: value["timestep"].float ?? 0, loss: value["loss"].double ?? .nan,
            placeholder: value["placeholder"].int ?? 0)
    }

    func tensor(_ name: String) throws -> Tensor { try tensors.tensor(name) }

    func integers(_ name: String) throws -> [[Int]] {
        let entry = try tensors.entry(name)
        let (values, length) = (entry.integers, entry.shape.last ?? 1)
        return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }
}
