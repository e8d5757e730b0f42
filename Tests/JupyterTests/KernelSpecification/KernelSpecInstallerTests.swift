import Foundation
import JSONValues
import Jupyter
import Testing

@Suite struct KernelSpecInstallerTests {
    /// The folder in the repository that is installed.
    private let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../kernelspec")
        .standardized.path

    private func withHome(_ body: (KernelSpecInstaller, String) throws -> Void) throws {
        let home = "/tmp/easel-home-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: home) }
        try body(KernelSpecInstaller(environment: ["HOME": home]), home)
    }

    @Test func installsReplacesAndRemoves() throws {
        try withHome { installer, home in
            let folder = "\(home)/.local/share/jupyter/kernels/easel"
            #expect(try installer.status(at: .user) == .absent(folder: folder))
            #expect(try installer.uninstall(from: .user) == false)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = FileManager.default.createFile(atPath: "\(folder)/old", contents: nil)
            #expect(try installer.status(at: .user).description.contains("broken"))
            for _ in 0..<2 { #expect(try installer.install(program: "/bin/true", resources: resources, at: .user) == folder) }
            #expect(try installer.status(at: .user) == .ready(folder: folder, program: "/bin/true"))
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(files == ["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/..") == ["easel"])
            #expect(try installer.uninstall(from: .user))
            #expect(try installer.status(at: .user) == .absent(folder: folder))
        }
    }

    @Test func theSpecification() throws {
        try withHome { installer, home in
            let folder = try installer.install(
                program: "/bin/true", resources: resources, at: .prefix("\(home)/venv"), displayName: "Mine", settings: ["EASEL_THREADS": "2"])
            #expect(folder == "\(home)/venv/share/jupyter/kernels/easel")
            let json = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: "\(folder)/kernel.json")))
            #expect(json["argv"] == ["/bin/true", "kernel", "--connection-file", "{connection_file}"])
            #expect(json["display_name"] == "Mine")
            #expect(json["language"] == "swift")
            #expect(json["interrupt_mode"] == "message")
            #expect(json["env"] == ["EASEL_THREADS": "2"])
        }
    }

    @Test func programsMustExist() throws {
        try withHome { installer, home in
            for program in ["easel", "/nowhere/easel", "/etc/passwd"] {
                #expect(throws: JupyterError.self) { try installer.install(program: program, resources: resources, at: .user) }
            }
            #expect(throws: JupyterError.self) { try installer.install(program: "/bin/true", resources: "/nowhere", at: .user) }
            #expect(!FileManager.default.fileExists(atPath: "\(home)/.local/share/jupyter/kernels/easel"))
            let program = "\(home)/program"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "/bin/true", toPath: program)
            let folder = try installer.install(program: program, resources: resources, at: .user)
            try FileManager.default.removeItem(atPath: program)
            #expect(try installer.status(at: .user) == .stale(folder: folder, program: program))
        }
    }

    @Test func places() throws {
        let environment = ["HOME": "/h", "XDG_DATA_HOME": "/x", "JUPYTER_DATA_DIR": "/j", "VIRTUAL_ENV": "/v", "CONDA_PREFIX": "/c"]
        func user(without names: String...) -> String? {
            KernelSpecLocation.user.dataFolder(environment: environment.filter { !names.contains($0.key) })
        }
        #expect(user() == "/j")
        #expect(user(without: "JUPYTER_DATA_DIR") == "/x/jupyter")
        #expect(user(without: "JUPYTER_DATA_DIR", "XDG_DATA_HOME") == "/h/.local/share/jupyter")
        #expect(user(without: "JUPYTER_DATA_DIR", "XDG_DATA_HOME", "HOME") == nil)
        #expect(KernelSpecLocation.standard(environment: environment) == [.user, .prefix("/v")])
        #expect(KernelSpecLocation.standard(environment: ["HOME": "/h"]) == [.user])
        #expect(throws: JupyterError.self) { try KernelSpecInstaller(name: "../evil", environment: [:]) }
        #expect(throws: JupyterError.self) { try KernelSpecInstaller(name: "..", environment: [:]) }
    }
}
