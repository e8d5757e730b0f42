/// Files in PyTorch's layout before 1.6, true and not.
enum TorchBytes {
    /// A file with any pickle for its contents, and no storage.
    static func legacy(pickle: [UInt8], storages: [UInt8] = [0x80, 2] + Array("].".utf8)) -> [UInt8] {
        let magic: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        let version: [UInt8] = [0x80, 2, 0x4D, 0xE9, 0x03, 0x2E]
        let machine: [UInt8] = [0x80, 2, 0x7D, 0x2E]
        return magic + version + machine + pickle + storages
    }

    /// A dictionary with one tensor, `w`, that looks at a storage.
    static func legacy(storage: [Float], offset: Int, shape: [Int], strides: [Int]) -> [UInt8] {
        var pickle: [UInt8] = [0x80, 2, 0x7D] + text("w") + global("torch._utils", "_rebuild_tensor_v2")
        pickle += Array("((".utf8) + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu") + number(storage.count) + [0x4E, 0x74, 0x51]
        pickle += number(offset) + tuple(shape) + tuple(strides) + [0x89] + global("collections", "OrderedDict") + Array(")RtRs.".utf8)
        let keys: [UInt8] = [0x80, 2, 0x5D] + text("0") + Array("a.".utf8)
        return legacy(pickle: pickle, storages: keys + littleEndianBytes([Int64(storage.count)]) + littleEndianBytes(storage))
    }

    private static func text(_ text: String) -> [UInt8] { [0x58] + littleEndianBytes([UInt32(text.utf8.count)]) + text.utf8 }
    private static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }
    private static func number(_ number: Int) -> [UInt8] { [0x8A, 8] + littleEndianBytes([Int64(number)]) }
    private static func tuple(_ numbers: [Int]) -> [UInt8] { [0x28] + numbers.flatMap(number) + [0x74] }
}
