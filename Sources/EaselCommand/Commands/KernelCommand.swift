import ArgumentParser
import CellHistory
import Doors
import Foundation
import Jupyter
import Logging

/// What Jupyter starts.
struct KernelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernel", abstract: "Serve a Jupyter front end; Jupyter itself starts this.")

    @Option(name: [.customShort("f"), .long], help: "The file that says where to listen.", completion: .file(extensions: ["json"]))
    var connectionFile: String

    /// Milliseconds that the last cells have to get into the history; a front end waits for the end of the process.
    private static let lastWords = 20

    func run() throws {
        StandardStreams.secure()
        let environment = ProcessInfo.processInfo.environment
        let level = environment["EASEL_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .warning
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        do {
            let connection = try ConnectionFile(path: connectionFile)
            let history = HistoryDatabase.path(environment: environment).map { HistoryDatabase(path: $0) }
            let options = KernelOptions(launcher: environment["JPY_PARENT_PID"], doors: .inherited(), history: history)
            let comms = CommService()
            _ = try Kernel.run(connection: connection, interpreter: CellInterpreter(comms: comms), comms: comms, options: options)
            history?.flush(within: Self.lastWords)
        } catch {
            StandardStreams.complain("easel kernel: \(error)")
            _exit(1)
        }
        // A cell may still be running: its thread is not waited for, and nothing that it uses may be torn down under it.
        _exit(0)
    }
}
