import ArgumentParser
import Easel
import Foundation
import Jupyter

/// Takes back what ``InstallCommand`` did.
struct UninstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "uninstall", abstract: "Make Jupyter forget Easel.")

    @OptionGroup var place: KernelPlace

    func run() throws {
        let installer = try place.installer
        for location in try place.locations {
            let folder = try installer.folder(at: location)
            print(try installer.uninstall(from: location) ? "Removed \(folder)" : "\(folder) was not there")
        }
        let module = PapermillExtension(version: EaselVersion.current, environment: ProcessInfo.processInfo.environment)
        for folder in place.pythonFolders(of: module) where try module.uninstall(from: folder) { print("Removed papermill's module from \(folder)") }
    }
}
