import ArgumentParser
import Easel
import Foundation
import Jupyter

/// Tells Jupyter about this program.
struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Make Jupyter offer Easel as a kernel.",
        discussion: """
            Without options the kernel is installed for you, and in the Python environment that is active. It starts this very program; \
            after moving the program, install again ('easel doctor' tells). Beside it, papermill is taught to write parameters in Swift, by a module \
            in the same environments; 'easel uninstall' takes it away too.
            """)

    @OptionGroup var place: KernelPlace

    @Option(help: "What front ends call the kernel.")
    var displayName: String?

    @Option(name: .customLong("env"), help: "Set in the kernel's environment, as in EASEL_THREADS=4.")
    var settings: [EnvironmentSetting] = []

    func run() throws {
        let installer = try place.installer
        let program = try Program.starter
        let template = try Program.kernelSpecificationFolder
        let values = Dictionary(settings.map { ($0.name, $0.value) }) { $1 }
        for location in try place.locations {
            let folder = try installer.install(program: program, resources: template, at: location, displayName: displayName, settings: values)
            print("Installed \(installer.name) in \(folder)")
        }
        teachPapermill(from: template)
    }

    /// What papermill needs is a help, not a condition: where it can't be had, that is said and nothing fails.
    private func teachPapermill(from template: String) {
        let module = PapermillExtension(version: EaselVersion.current, environment: ProcessInfo.processInfo.environment)
        for folder in place.pythonFolders(of: module) {
            do {
                try module.install(resources: template, into: folder)
                print("Taught papermill in \(folder)")
            } catch {
                print("'papermill -p' will not work with Python's folder \(folder): \(error)")
            }
        }
    }
}

/// `NAME=value` on the command line.
struct EnvironmentSetting: ExpressibleByArgument, Sendable {
    let name: String
    let value: String

    init?(argument: String) {
        guard let cut = argument.firstIndex(of: "="), cut != argument.startIndex else { return nil }
        name = String(argument[..<cut])
        value = String(argument[argument.index(after: cut)...])
    }
}
