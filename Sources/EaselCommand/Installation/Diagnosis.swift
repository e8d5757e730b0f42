import Easel
import Foundation
import JSONValues
import Jupyter

/// What of an installation is as it should be, what is not, and what to type then.
struct Diagnosis {
    enum State: String {
        case good = "ok"
        /// Works, and could work better.
        case advice = "note"
        case fault = "FAULT"
    }

    struct Finding {
        let state: State
        let text: String
        /// What to type.
        var remedy: String?
    }

    let program: String
    /// What a kernel specification of this program starts.
    let starter: String
    let place: KernelPlace
    let environment: [String: String]

    /// Everything that was looked at, in the order in which it is needed.
    func findings() throws -> [Finding] {
        let jupyter = PythonProgram("jupyter", environment: environment)
        let known = jupyter.flatMap { knownKernels($0) }
        return [version, models, processor] + (try kernels(isKnown: known?[place.name] != nil)) + [seen(by: jupyter, known)] + papermill + [cache]
    }

    /// The kernels that Jupyter finds, each with the program that it would start; nil where it can't be asked.
    private func knownKernels(_ jupyter: PythonProgram) -> [String: String]? {
        let list = jupyter.output(["kernelspec", "list", "--json"]).flatMap { try? JSONValue(parsing: $0).object?["kernelspecs"]?.object }
        return list?.mapValues { $0.object?["spec"]?.object?["argv"]?.array?.first?.string ?? "" }
    }

    private var version: Finding { Finding(state: .good, text: "easel \(EaselVersion.current), \(program)") }

    private var models: Finding {
        let names = Resources.modelNames
        guard names.isEmpty else { return Finding(state: .good, text: "models that come along: \(names.joined(separator: ", "))") }
        return Finding(
            state: .fault, text: "the models that come along are missing; looked in \(Resources.folders.joined(separator: ", "))",
            remedy: "make install PREFIX=…  (or set EASEL_RESOURCES to the folder that holds 'models')")
    }

    private var processor: Finding {
        let machine = MachineFacts.current
        let text = "\(machine.processor), \(machine.instructions), \(machine.threads) threads"
        guard machine.instructions == "baseline" else { return Finding(state: .good, text: text) }
        return Finding(state: .advice, text: "\(text): without AVX2, drawing and training are several times slower")
    }

    /// Each place where the kernel could be; only one has to be good.
    private func kernels(isKnown: Bool) throws -> [Finding] {
        let installer = try place.installer
        let states = try place.locations.map { try installer.status(at: $0) }
        let isReady = isKnown || states.contains { if case .ready = $0 { true } else { false } }
        return states.map { status in
            switch status {
            case .ready(_, let started) where started != starter:
                Finding(state: .advice, text: "kernel: \(status), which is another easel than this one", remedy: "easel install")
            case .ready: Finding(state: .good, text: "kernel: \(status)")
            case .absent where isReady: Finding(state: .good, text: "kernel: \(status); it need not be")
            default: Finding(state: .fault, text: "kernel: \(status)", remedy: "easel install")
            }
        }
    }

    /// Whether Jupyter is there, and finds a kernel that would start.
    private func seen(by jupyter: PythonProgram?, _ known: [String: String]?) -> Finding {
        guard let jupyter else {
            return Finding(state: .fault, text: "there is no jupyter on the search path", remedy: "python3 -m pip install jupyterlab")
        }
        guard let known else {
            return Finding(state: .fault, text: "\(jupyter.path) lists no kernels", remedy: "\(jupyter.prefix)/bin/python -m pip install jupyterlab")
        }
        guard let started = known[place.name] else {
            return Finding(
                state: .fault, text: "\(jupyter.path) does not find the kernel '\(place.name)'", remedy: "easel install --prefix \(jupyter.prefix)")
        }
        guard FileManager.default.isExecutableFile(atPath: started) else {
            return Finding(state: .fault, text: "\(jupyter.path) would start \(started), which is not there", remedy: "easel install")
        }
        return Finding(state: .good, text: "\(jupyter.path) finds the kernel '\(place.name)' and would start \(started)")
    }

    private var papermill: [Finding] {
        guard let papermill = PythonProgram("papermill", environment: environment) else { return [] }
        let module = PapermillExtension(version: EaselVersion.current, environment: environment)
        if module.folders(at: .prefix(papermill.prefix)).contains(where: module.isInstalled) {
            return [Finding(state: .good, text: "\(papermill.path) can set parameters (papermill -p)")]
        }
        return [Finding(state: .advice, text: "\(papermill.path) can't set parameters yet", remedy: "easel install --prefix \(papermill.prefix)")]
    }

    /// The folder of downloads.
    private var cache: Finding {
        let folder = EaselSession.shared.downloadsFolder
        var existing = URL(filePath: folder)
        while !FileManager.default.fileExists(atPath: existing.path), existing.path != "/" { existing.deleteLastPathComponent() }
        guard FileManager.default.isWritableFile(atPath: existing.path) else {
            return Finding(state: .advice, text: "downloads can't be kept in \(folder)", remedy: "export HF_HOME=…  (a folder of yours)")
        }
        return Finding(state: .good, text: "downloads are kept in \(folder)")
    }
}
