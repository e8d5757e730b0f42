import ArgumentParser
import Foundation
import Jupyter

/// Turns a notebook into a program for the compiler.
struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Turn a notebook into a Swift program for the library Easel.",
        discussion: """
            Cells are joined, 'try' is added where a verb throws, and the value of a cell's last expression is printed. Where the cells are legal \
            Swift, the program compiles in a package that uses the product 'Easel' of this one (as main.swift of an executable). Cells may do more than \
            Swift: declare a name twice, or call help; the compiler says so. The program is a script for 'easel run' as well.
            """)

    @Argument(help: "The notebook, or a script of cells.", completion: .file(extensions: ["ipynb", "swift"]))
    var file: String

    @Option(name: [.short, .long], help: "The file to write; without it the program is printed.", completion: .file(extensions: ["swift"]))
    var output: String?

    func run() throws {
        let program = try SwiftProgram(notebook: try CellFile.read(file), name: URL(filePath: file).lastPathComponent).text()
        guard let output else { return print(program, terminator: "") }
        do {
            try program.write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw JupyterError.unwritableFile(path: output, reason: "the folder is not there or may not be written")
        }
    }
}
