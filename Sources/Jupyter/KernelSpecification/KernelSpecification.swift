import JSONValues

/// What Jupyter must know to start a kernel: the content of a `kernel.json`.
///
/// Source: jupyter-client's "Making kernels for Jupyter", section "Kernel specs".
public struct KernelSpecification: Sendable, Hashable {
    /// Every member of the file, those that we don't know included.
    public private(set) var json: JSONObject

    /// Reads a `kernel.json`.
    ///
    /// Throws: ``JupyterError/unreadableFile(path:reason:)`` and ``JupyterError/unusableKernelSpecification(path:reason:)``.
    public init(path: String) throws(JupyterError) {
        let bytes = try FileBytes.read(path)
        do {
            json = try JSONValue(parsing: bytes).object ?? [:]
        } catch {
            throw .unusableKernelSpecification(path: path, reason: "it is \(error)")
        }
        guard !arguments.isEmpty else { throw .unusableKernelSpecification(path: path, reason: "it has no argv with a program") }
    }

    /// The program and its arguments; `{connection_file}` stands for the file that Jupyter makes.
    public var arguments: [String] {
        json["argv"]?.array?.compactMap(\.string) ?? []
    }

    /// What front ends call the kernel.
    public var displayName: String {
        get { json["display_name"]?.string ?? "" }
        set { json["display_name"] = .string(newValue) }
    }

    /// What Jupyter sets in the kernel's environment.
    public var environment: [String: String] {
        get { (json["env"]?.object ?? [:]).compactMapValues(\.string) }
        set { json["env"] = .object(newValue.mapValues(JSONValue.string)) }
    }

    /// The program that Jupyter starts.
    public var program: String {
        get { arguments.first ?? "" }
        set { json["argv"] = .array(([newValue] + arguments.dropFirst()).map(JSONValue.string)) }
    }

    /// The text of the file.
    var text: [UInt8] {
        JSONValue.object(json).serialized(indentation: 2) + [0x0A]
    }
}
