/// What can go wrong on the command line.
enum CommandError: Error, CustomStringConvertible {
    /// The system does not say which file runs.
    case unknownProgram
    /// The template of `kernel.json` is not installed.
    case noKernelSpecification(searched: [String])
    /// No model came along.
    case noModels(searched: [String])
    /// `--sys-prefix` outside of an environment.
    case noActiveEnvironment
    /// Neither a notebook nor a script.
    case unknownKind(path: String)
    /// A cell that can't be part of a program.
    case brokenCell(number: Int, reason: String)
    /// The folder is not there or may not be used.
    case unusableFolder(path: String)

    var description: String {
        switch self {
        case .unknownProgram: "The path of this program is unknown: /proc/self/exe cannot be read."
        case .noKernelSpecification(let searched):
            "There is no kernel.json to install. Looked in: \(searched.joined(separator: ", ")). 'make install' puts it there."
        case .noModels(let searched):
            "No models found. Looked in: \(searched.joined(separator: ", ")). EASEL_RESOURCES names another folder."
        case .noActiveEnvironment:
            "No Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are unset). Activate one, or give --prefix."
        case .unknownKind(let path): "'\(path)' is neither a notebook (.ipynb) nor a script of cells (.swift)."
        case .brokenCell(let number, let reason): "Cell \(number): \(reason)"
        case .unusableFolder(let path): "The folder '\(path)' cannot be used."
        }
    }
}
