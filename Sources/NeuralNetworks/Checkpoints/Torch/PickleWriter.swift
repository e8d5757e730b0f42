import Tensors

/// The pickle of a file for PyTorch; tensors are named by their number, and their storages follow in the file.
struct PickleWriter {
    private(set) var tensors: [Tensor] = []
    private var bytes: [UInt8] = [PickleInstruction.proto.rawValue, 2]

    mutating func write(_ content: TorchContent) {
        switch content {
        case .none: add(.none)
        case .int(let number): write(number)
        case .text(let text): write(text)
        case .tensor(let tensor): write(tensor)
        case .dictionary(let members):
            add(.emptyDictionary)
            add(.mark)
            for (key, value) in members {
                write(key)
                write(value)
            }
            add(.setItems)
        }
    }

    func finished() -> [UInt8] { bytes + [PickleInstruction.stop.rawValue] }

    /// `_rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`.
    private mutating func write(_ tensor: Tensor) {
        write(global: "torch._utils", "_rebuild_tensor_v2")
        add(.mark)
        add(.mark)
        write("storage")
        write(global: "torch", "FloatStorage")
        write("\(tensors.count)")
        write("cpu")
        write(tensor.count)
        add(.tuple)
        add(.binPersistentID)
        write(0)
        write(tensor.shape)
        write(tensor.shape.indices.map { axis in tensor.shape[(axis + 1)...].reduce(1, *) })
        add(.newFalse)
        write(global: "collections", "OrderedDict")
        add(.emptyTuple)
        add(.reduce)
        add(.tuple)
        add(.reduce)
        tensors.append(tensor)
    }

    private mutating func write(_ numbers: [Int]) {
        add(.mark)
        for number in numbers { write(number) }
        add(.tuple)
    }

    private mutating func write(_ number: Int) {
        add(.long1)
        bytes += [8] + Self.littleEndian(number, bytes: 8)
    }

    private mutating func write(_ text: String) {
        add(.binUnicode)
        bytes += Self.littleEndian(text.utf8.count, bytes: 4) + text.utf8
    }

    private mutating func write(global module: String, _ name: String) {
        add(.global)
        bytes += Array("\(module)\n\(name)\n".utf8)
    }

    private mutating func add(_ instruction: PickleInstruction) { bytes.append(instruction.rawValue) }

    static func littleEndian(_ number: Int, bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
