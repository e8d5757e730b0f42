import ArgumentParser
import Foundation
import Jupyter

/// The options that say which installation of the kernel is meant.
struct KernelPlace: ParsableArguments {
    @Flag(help: "For you alone.")
    var user = false

    @Option(help: "For everybody who uses the Python at this path, such as /usr/local.", completion: .directory)
    var prefix: String?

    @Flag(help: "In the Python environment that is active.")
    var sysPrefix = false

    @Option(help: "The name that Jupyter knows the kernel by.")
    var name = "easel"

    mutating func validate() throws {
        let count = [user, prefix != nil, sysPrefix].count { $0 }
        guard count <= 1 else { throw ValidationError("Give one of --user, --prefix and --sys-prefix.") }
    }

    var installer: KernelSpecInstaller {
        get throws { try KernelSpecInstaller(name: name, environment: ProcessInfo.processInfo.environment) }
    }

    /// The places that are meant; without options those where a person's Jupyter looks.
    var locations: [KernelSpecLocation] {
        get throws {
            let environment = ProcessInfo.processInfo.environment
            if user { return [.user] }
            if let prefix { return [.prefix(URL(filePath: prefix).standardizedFileURL.path)] }
            guard sysPrefix else { return KernelSpecLocation.standard(environment: environment) }
            guard let active = KernelSpecLocation.active(environment: environment) else { throw CommandError.noActiveEnvironment }
            return [active]
        }
    }

    /// Python's folders that belong to the places, and without options also those of the papermill on the search path.
    func pythonFolders(of module: PapermillExtension) -> [String] {
        let environment = ProcessInfo.processInfo.environment
        let isUnsaid = !user && !sysPrefix && prefix == nil
        let papermill = isUnsaid ? PythonProgram("papermill", environment: environment).map { [KernelSpecLocation.prefix($0.prefix)] } ?? [] : []
        var folders: [String] = []
        for location in ((try? locations) ?? []) + papermill {
            folders += module.folders(at: location).filter { !folders.contains($0) }
        }
        return folders
    }
}
