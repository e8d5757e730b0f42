import ArgumentParser
import Foundation
import Jupyter

/// Tells Jupyter about this program.
struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Make Jupyter offer Easel as a kernel.",
        discussion: """
            Without options the kernel is installed for you, and in the Python environment that is active. It starts this very program; \
            after moving the program, install again ('easel status' tells).
            """)

    @OptionGroup var place: KernelPlace

    @Option(help: "What front ends call the kernel.")
    var displayName: String?

    func run() throws {
        let installer = try place.installer
        let program = try Program.path
        let template = try Program.kernelSpecificationFolder
        for location in try place.locations {
            let folder = try installer.install(program: program, resources: template, at: location, displayName: displayName)
            print("Installed \(installer.name) in \(folder)")
        }
    }
}
