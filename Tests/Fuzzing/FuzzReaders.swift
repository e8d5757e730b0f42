import Diffusion
import Foundation
import NeuralNetworks

/// Every reader of files that strangers write, driven by libFuzzer: `EASEL_FUZZ` names one. Whatever a reader throws is an answer; a trap, a hang or more
/// memory than libFuzzer allows is a defect, and libFuzzer keeps the input.
private let readers: [String: (String) throws -> Void] = [
    "weights": { path in
        let file = try Checkpoint(path: path)
        for (key, entry) in file.entries.sorted(by: { $0.key < $1.key }).prefix(8) where entry.count <= 1 << 18 { _ = try? file.tensor(key) }
    },
    "configuration": { path in
        let file = try ConfigurationFile(path: path)
        _ = try? UNetConfiguration(file)
        _ = try? AutoencoderConfiguration(file)
        _ = try? CLIPTextConfiguration(file)
        _ = try NoiseSchedule(SchedulerConfiguration(contentsOf: URL(filePath: path)))
    },
    "vocabulary": { _ in try readTokenizer() },
    "merges": { _ in try readTokenizer() },
    "tokenizer": { _ in try readTokenizer() },
    "picture": { path in _ = try ImageFile(path: path).bitmap },
]

/// The file of each reader; a tokenizer's lies among others that are whole.
private let names = ["vocabulary": "vocab.json", "merges": "merges.txt", "tokenizer": "tokenizer_config.json"]

private let reader = ProcessInfo.processInfo.environment["EASEL_FUZZ"] ?? "weights"
private let folder = ProcessInfo.processInfo.environment["EASEL_FUZZ_FOLDER"] ?? "."
private let path = "\(folder)/\(names[reader] ?? "input")"

private func readTokenizer() throws {
    let tokenizer = try CLIPTokenizer(folder: folder)
    _ = tokenizer.encode("a cat, two dogs and 31 sks <|endoftext|> abba")
}

/// Source: libFuzzer's documentation.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let read = readers[reader] else { fatalError("EASEL_FUZZ is one of \(readers.keys.sorted())") }
    let bytes = Data(UnsafeBufferPointer(start: start, count: count))
    guard FileManager.default.createFile(atPath: path, contents: bytes) else { fatalError("\(path) can't be written") }
    try? read(path)
    return 0
}
