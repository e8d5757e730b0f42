/// Where a kernel specification can live so that Jupyter finds it.
///
/// Source: jupyter_core's documentation, "Common Directories and File Locations".
public enum KernelSpecLocation: Sendable, Hashable {
    /// For the person who installs it.
    case user
    /// For everybody who uses the Python installation or environment at this path.
    case prefix(String)

    /// The person's own place and, inside an active Python environment, that environment's too, so that a Jupyter installed there finds it
    /// whatever its settings are.
    public static func standard(environment: [String: String]) -> [KernelSpecLocation] {
        [.user] + (active(environment: environment).map { [$0] } ?? [])
    }

    /// The Python environment that is active.
    public static func active(environment: [String: String]) -> KernelSpecLocation? {
        for name in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
            if let path = environment[name], !path.isEmpty { return .prefix(path) }
        }
        return nil
    }

    /// The folder that holds Jupyter's data there; nothing when the person has no home folder.
    public func dataFolder(environment: [String: String]) -> String? {
        func path(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        switch self {
        case .prefix(let prefix): return "\(prefix)/share/jupyter"
        case .user:
            if let folder = path("JUPYTER_DATA_DIR") { return folder }
            if let folder = path("XDG_DATA_HOME") { return "\(folder)/jupyter" }
            return path("HOME").map { "\($0)/.local/share/jupyter" }
        }
    }
}
