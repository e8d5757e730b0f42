import Diffusion
import Personalization

extension Model {
    /// How nets steer, in the order of the controls.
    ///
    /// - Throws: `EaselError.invalidArgument` for pictures that are neither one nor as many as the prompts, `.noControlNet`.
    func uses(of controls: [Control], prompts: Int) throws -> [ControlUse] {
        try controls.map { control in
            guard control.images.count == 1 || control.images.count == prompts else {
                throw EaselError.invalidArgument(
                    name: "control",
                    expected: prompts == 1 ? "one picture for each net" : "one picture for each net, or one for each of the \(prompts) prompts",
                    found: "\(control.images.count)")
            }
            return ControlUse(try net(for: control).network, weight: control.weight, start: control.start, end: control.end)
        }
    }

    /// A drawing that begins from noise is as large as what steers it, unless somebody says otherwise: as diffusers has it.
    func sized(_ arguments: SamplingArguments, by controls: [Control]) -> SamplingArguments {
        guard arguments.sources.isEmpty, let picture = controls.first?.images.first else { return arguments }
        let size = self.size(of: picture, extend: nil)
        var arguments = arguments
        arguments.width = arguments.width ?? size.width
        arguments.height = arguments.height ?? size.height
        return arguments
    }
}

extension [Control] {
    /// What each net is shown for one of the prompts.
    func pictures(forPrompt index: Int) -> [Bitmap] { map { $0.images[$0.images.count == 1 ? 0 : index].bitmap } }
}
