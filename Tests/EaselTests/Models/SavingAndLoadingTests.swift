import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// The embedded model and its tokens, saved and loaded as cells do it.
@Suite struct SavingAndLoadingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aSavedModelIsTheSameModel() throws {
        let tiny = try EaselTinyModel()
        let place = "\(folder.path)/my model"
        try tiny.session.save(tiny.model, to: place)
        let again = try tiny.session.load(place)
        #expect(again.hash == tiny.model.hash && again.name == "my model" && again.kind == tiny.model.kind)
        var arguments = SamplingArguments()
        (arguments.seed, arguments.steps) = (3, 4)
        let pictures = try [tiny.model, again].map { try $0.sample(["a cat"], arguments)[0].bitmap }
        #expect(pictures[0] == pictures[1])
        #expect(throws: EaselError.self) { try tiny.session.load(place, prediction: .velocity) }
        #expect(throws: DiffusionError.self) { try tiny.session.save(tiny.model, to: EaselTinyModel.repository.path) }
    }

    @Test(arguments: ["cat.safetensors", "cat.bin", "cat.pt"])
    func aSavedTokenIsTheSameToken(_ name: String) throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat", vectors: 2)
        let path = "\(folder.path)/\(name)"
        try tiny.session.save(token, to: path)
        let loaded = try tiny.model.loadToken(path)
        #expect(loaded.placeholder == "<moss>" && loaded.parameter.value.scalars == token.parameter.value.scalars)
        #expect(try tiny.model.loadToken(path, placeholder: "<other>").placeholder == "<other>")
    }

    @Test func aTokenOfAnotherFamilyIsRefusedByName() throws {
        let tiny = try EaselTinyModel()
        let path = "\(folder.path)/wide.pt"
        try TokenFile(placeholder: "<wide>", vectors: pseudorandom([1, 1024])).write(to: path)
        let error = #expect(throws: PersonalizationError.self) { try tiny.model.loadToken(path) }
        #expect(error?.description.contains("Stable Diffusion 2.x") == true)
        #expect(throws: EaselError.self) { try tiny.session.save(tiny.model.addToken("<a>", initializer: "cat"), to: "\(folder.path)/a.ckpt") }
    }
}
