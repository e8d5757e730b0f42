import Diffusion
import FoundationEssentials
import JSONValues

/// Files of adapters in folders, as PEFT and diffusers lay them out.
enum AdapterFolder {
    /// The path itself for a file; for a folder that of the first of these names in it.
    ///
    /// - Throws: `PersonalizationError.notAnAdapterFile`.
    static func file(at path: String, names: [String]) throws -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "there is no such file or folder")
        }
        guard isFolder else { return path }
        guard let name = names.first(where: { FileManager.default.fileExists(atPath: "\(path)/\($0)") }) else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "the folder has none of \(names.joined(separator: ", "))")
        }
        return "\(path)/\(name)"
    }

    /// PEFT's configuration in a folder; nil where there is none.
    static func configuration(in folder: String) throws -> JSONValue? {
        let path = "\(folder)/adapter_config.json"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let bytes = try? FileBytes.read(path, limit: 1 << 20), let document = try? JSONValue(parsing: bytes), document.object != nil else {
            throw PersonalizationError.notAnAdapterFile(path: path, reason: "it is no JSON document of settings")
        }
        return document
    }
}
