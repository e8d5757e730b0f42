import ArgumentParser
import Easel

/// Lists the models that come with the program.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "models", abstract: "List the models that load() knows by name.")

    func run() throws {
        let names = Resources.modelNames
        guard !names.isEmpty else { throw CommandError.noModels(searched: Resources.folders) }
        names.forEach { print($0) }
    }
}
