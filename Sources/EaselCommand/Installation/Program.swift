import Easel
import Foundation

/// The running program and what lies around it.
enum Program {
    /// The absolute path of the file that runs, symbolic links followed.
    ///
    /// Throws: ``CommandError/unknownProgram``.
    static var path: String {
        get throws {
            do {
                return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            } catch {
                throw CommandError.unknownProgram
            }
        }
    }

    /// What Jupyter starts: the program that listens at once and then becomes this one, or this one where that is not beside it.
    ///
    /// Throws: ``CommandError/unknownProgram``.
    static var starter: String {
        get throws {
            let program = try path
            let listener = URL(filePath: program).deletingLastPathComponent().appending(path: "easel-listen").path
            return FileManager.default.isExecutableFile(atPath: listener) ? listener : program
        }
    }

    /// The folder with the template of `kernel.json` and the logos: among the resources, or in the checkout that the program was built in.
    ///
    /// Throws: ``CommandError/noKernelSpecification(searched:)``.
    static var kernelSpecificationFolder: String {
        get throws {
            var searched = Resources.folders.map { "\($0)/kernelspec" }
            var folder = URL(filePath: try path).deletingLastPathComponent()
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
                    searched.append(folder.appending(path: "kernelspec").path)
                }
            }
            let found = searched.first { FileManager.default.fileExists(atPath: "\($0)/kernel.json") }
            guard let found else { throw CommandError.noKernelSpecification(searched: searched) }
            return found
        }
    }
}
