import FoundationEssentials
import Glibc

/// Puts a kernel specification where Jupyter looks for it, finds it again and takes it away.
public struct KernelSpecInstaller: Sendable {
    /// The name that Jupyter knows the kernel by.
    public let name: String
    private let environment: [String: String]

    /// `environment` tells where the person keeps things.
    ///
    /// Throws: ``JupyterError/unusableKernelSpecification(path:reason:)`` when Jupyter would not take the name.
    public init(name: String = "easel", environment: [String: String]) throws(JupyterError) {
        let allowed = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || ".-_".utf8.contains($0) }
        guard !name.isEmpty, allowed, name != ".", name != ".." else {
            throw .unusableKernelSpecification(path: name, reason: "a kernel's name is made of a–z, 0–9, '.', '_' and '-'")
        }
        self.name = name
        self.environment = environment
    }

    /// The folder of the specification at a location.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)`` when the person has no home folder.
    public func folder(at location: KernelSpecLocation) throws(JupyterError) -> String {
        guard let data = location.dataFolder(environment: environment) else {
            throw .unwritableFile(path: "~/.local/share/jupyter", reason: "HOME is not set")
        }
        return "\(data)/kernels/\(name)"
    }

    /// Installs the `kernel.json` and the logos in the folder `resources`, with `program` as the program to start, in the place of what was there;
    /// returns the folder. `settings` join the environment that the kernel starts in.
    ///
    /// Throws: ``JupyterError/unusableKernelSpecification(path:reason:)``, ``JupyterError/unreadableFile(path:reason:)`` and
    /// ``JupyterError/unwritableFile(path:reason:)``.
    @discardableResult
    public func install(
        program: String, resources: String, at location: KernelSpecLocation, displayName: String? = nil, settings: [String: String] = [:]
    ) throws(JupyterError) -> String {
        var specification = try KernelSpecification(path: "\(resources)/kernel.json")
        guard program.hasPrefix("/"), access(program, X_OK) == 0 else {
            throw .unusableKernelSpecification(path: program, reason: "a kernel is started by the absolute path of a program that exists")
        }
        specification.program = program
        specification.environment.merge(settings) { $1 }
        if let displayName { specification.displayName = displayName }
        let folder = try folder(at: location)
        let draft = "\(folder).\(getpid()).tmp"
        try attempt(folder) { try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true) }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try FileBytes.write(specification.text, to: "\(draft)/kernel.json")
        for logo in try logos(in: resources) {
            try FileBytes.write(try FileBytes.read("\(resources)/\(logo)"), to: "\(draft)/\(logo)")
        }
        try replace(folder, by: draft)
        return folder
    }

    /// Removes the specification at a location; false when there was none.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)``.
    @discardableResult
    public func uninstall(from location: KernelSpecLocation) throws(JupyterError) -> Bool {
        let folder = try folder(at: location)
        guard FileManager.default.fileExists(atPath: folder) else { return false }
        try attempt(folder) { try FileManager.default.removeItem(atPath: folder) }
        return true
    }

    /// How the installation at a location does.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)`` when the person has no home folder.
    public func status(at location: KernelSpecLocation) throws(JupyterError) -> KernelSpecStatus {
        let folder = try folder(at: location)
        guard FileManager.default.fileExists(atPath: folder) else { return .absent(folder: folder) }
        do {
            let program = try KernelSpecification(path: "\(folder)/kernel.json").program
            return access(program, X_OK) == 0 ? .ready(folder: folder, program: program) : .stale(folder: folder, program: program)
        } catch {
            return .broken(folder: folder, reason: "\(error)")
        }
    }

    private func logos(in resources: String) throws(JupyterError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: resources).filter { $0.hasPrefix("logo-") }.sorted()
        } catch {
            throw .unreadableFile(path: resources, reason: "\(error)")
        }
    }

    /// Folders cannot be exchanged by a plain rename, so for a moment there is none; an old one that cannot go is put back.
    private func replace(_ folder: String, by draft: String) throws(JupyterError) {
        let old = "\(draft).old"
        let hadOne = rename(folder, old) == 0
        guard rename(draft, folder) == 0 else {
            let reason = FileBytes.systemReason()
            if hadOne { rename(old, folder) }
            throw .unwritableFile(path: folder, reason: reason)
        }
        try? FileManager.default.removeItem(atPath: old)
    }

    private func attempt(_ path: String, _ body: () throws -> Void) throws(JupyterError) {
        do {
            try body()
        } catch {
            throw .unwritableFile(path: path, reason: "\(error)")
        }
    }
}
