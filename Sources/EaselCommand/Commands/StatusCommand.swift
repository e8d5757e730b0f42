import ArgumentParser
import Easel
import Jupyter

/// Says whether Jupyter can start the kernel, and what it would start.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show where the kernel is installed and whether it would start.",
        discussion: "Exits with 1 where no installation is ready.")

    @OptionGroup var place: KernelPlace

    func run() throws {
        let models = Resources.modelNames
        print("easel \(EaselVersion.current), \(try Program.path)")
        print("models: \(models.isEmpty ? "none found" : models.joined(separator: ", "))")
        let installer = try place.installer
        let states = try place.locations.map { try installer.status(at: $0) }
        states.forEach { print("kernel: \($0)") }
        let isReady = states.contains { if case .ready = $0 { true } else { false } }
        if !isReady { throw ExitCode(1) }
    }
}
