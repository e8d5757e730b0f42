import Diffusion
import NeuralNetworks
import Personalization

extension Model {
    /// What a recipe says of a net and how it steers; what it is shown is each picture's own.
    ///
    /// - Throws: when it is interrupted: a large net's weights take a second to read.
    func usedControl(_ use: ControlUse) throws -> Recipe.UsedControl {
        let name = controlNets.first { $0.network === use.network }?.label ?? "controlNet"
        return Recipe.UsedControl(
            name: name, hash: try use.network.weightsHash(beforeEach: session.interruption.check), picture: "", weight: use.weight, start: use.start,
            end: use.end)
    }

    /// SHA-256 of a net's weights as they are.
    func hash(of network: ControlNetModel) -> String { network.weightsHash {} }

    /// The net that a recipe means: one of its weights, or else of its name.
    func net(for used: Recipe.UsedControl) -> ControlNet? {
        controlNets.last { Self.agree(used.hash, hash(of: $0.network)) } ?? controlNets.last { $0.label == used.name }
    }

    /// The nets of a recipe as they steered.
    ///
    /// - Parameter shown: a picture for each.
    /// - Throws: `EaselError.missingControlNet` for a net that is not here; `.invalidArgument` without the pictures, or with others.
    func controls(of recipe: Recipe, shown: [Image]) throws -> [ControlUse] {
        let used = recipe.controls ?? []
        let digests = shown.map(\.digest)
        guard digests.count == used.count, zip(digests, used).allSatisfy({ $0.hasPrefix($1.picture) }) else {
            let names = used.map { "'\($0.name)' was shown (\($0.picture.prefix(10)))" }.joined(separator: ", ")
            throw EaselError.invalidArgument(
                name: "control", expected: used.isEmpty ? "left out: no ControlNet steered it" : "what \(names)",
                found: shown.isEmpty ? "nothing" : digests.map { "a picture (\($0.prefix(10)))" }.joined(separator: ", "))
        }
        return try used.map { used in
            guard let net = net(for: used) else { throw EaselError.missingControlNet(name: used.name, hash: used.hash) }
            return ControlUse(net.network, weight: used.weight, start: used.start, end: used.end)
        }
    }
}
