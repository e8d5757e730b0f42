public import Diffusion
import FoundationEssentials
public import Personalization

extension Model {
    /// A ControlNet for this model, ready to be trained; it changes nothing yet.
    ///
    /// - Parameters:
    ///   - kinds: what its pictures are going to show; empty where it is none of the known kinds.
    ///   - seed: of the layers that read the picture.
    ///   - name: what recipes and folders call it; nil for `controlNet`, counted on.
    /// - Throws: `PersonalizationError.invalidArgument`; `EaselError.notYet` for an inpainting model.
    public func controlNet(kinds: Set<ControlKind> = [], seed: UInt64 = 0, name: String? = nil) throws -> ControlNet {
        try requireTextToImage()
        return install(try ControlNet(label: controlNetLabel(name, "controlNet"), kinds: kinds, seed: seed, in: diffusion))
    }

    /// Puts it in the place of one of the same name, or adds it.
    func install(_ control: ControlNet) -> ControlNet {
        controlNets.removeAll { $0.label == control.label }
        controlNets.append(control)
        return control
    }

    /// A name that somebody chose, or the next one of a kind that is free.
    func controlNetLabel(_ name: String?, _ kind: String) -> String {
        if let name, !name.allSatisfy(\.isWhitespace) { return name }
        let taken = Set(controlNets.map(\.label))
        return ([kind] + (2...max(2, taken.count + 2)).map { "\(kind)-\($0)" }).first { !taken.contains($0) } ?? kind
    }
}

extension EaselSession {
    /// Writes a ControlNet as a folder that diffusers' `ControlNetModel.from_pretrained` loads.
    ///
    /// - Throws: `EaselError.invalidArgument` for a path with an ending, `NeuralNetworksError.unwritableFile`.
    public func save(_ control: ControlNet, to path: String) throws {
        let path = ModelLocation.expanded(path)
        guard URL(filePath: path).pathExtension.isEmpty else {
            throw EaselError.invalidArgument(name: "to", expected: "a folder: diffusers keeps a ControlNet in two files", found: "'\(path)'")
        }
        try control.network.save(to: path, interruption: interruption)
    }
}
