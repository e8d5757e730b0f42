import ArgumentParser
import Easel

/// Says which Easel this is.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() {
        print("easel \(EaselVersion.current)")
    }
}
