import ArgumentParser
import Easel
import Foundation
import Jupyter

/// Runs a notebook or a script of cells without Jupyter.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a notebook or a script of cells without Jupyter.",
        discussion: """
            FILE is a notebook (.ipynb) or a script (.swift), whose cells begin with lines '// %%'. Paths in cells are relative to the file's folder, \
            as in Jupyter. Pictures are written to a folder beside the file. The first error ends the run with exit code 1; Ctrl-C interrupts the \
            running cell, a second one quits at once.
            """)

    @Argument(help: "The notebook or script.", completion: .file(extensions: ["ipynb", "swift"]))
    var file: String

    @Option(name: [.short, .long], help: "Write the notebook with its outputs to this file.", completion: .file(extensions: ["ipynb"]))
    var output: String?

    @Option(
        name: [.customShort("p"), .customLong("parameter")], help: "Set a variable after the cell tagged 'parameters', as in steps=300.")
    var parameters: [Parameter] = []

    @Option(help: "The folder for pictures; by default FILE's name with '-outputs'.", completion: .directory)
    var pictures: String?

    func run() throws {
        let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let file = URL(filePath: file, relativeTo: here).standardizedFileURL
        var notebook = try CellFile.read(file.path)
        notebook.inject(parameters)
        let folder = pictures.map { URL(filePath: $0, relativeTo: here) } ?? file.deletingPathExtension().appendingSuffix("-outputs")
        let output = output.map { URL(filePath: $0, relativeTo: here).standardizedFileURL.path }
        guard FileManager.default.changeCurrentDirectoryPath(file.deletingLastPathComponent().path) else {
            throw CommandError.unusableFolder(path: file.deletingLastPathComponent().path)
        }
        let run = NotebookRun(notebook: notebook, pictures: try PictureFolder(folder.standardizedFileURL), output: output)
        let code = try Interruptible.run(interrupt: run.interrupt) { run.execute() }
        if code != 0 { throw ExitCode(code) }
    }
}

extension URL {
    /// The same place with a longer name.
    fileprivate func appendingSuffix(_ suffix: String) -> URL {
        deletingLastPathComponent().appending(path: lastPathComponent + suffix)
    }
}
