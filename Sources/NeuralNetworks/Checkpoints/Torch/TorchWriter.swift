public import Tensors

/// What can be written for PyTorch.
public indirect enum TorchContent {
    case none
    case int(Int)
    case text(String)
    case tensor(Tensor)
    /// In this order.
    case dictionary([(key: String, value: TorchContent)])
}

/// Writes a file that `torch.load` reads, `weights_only` or not: a zip file with a pickle and float32 storages.
///
/// Source: torch.serialization, `_save`, and Python's pickle protocol 2.
public enum TorchWriter {
    /// - Throws: `unwritableFile`.
    public static func write(_ content: TorchContent, to path: String) throws {
        var pickle = PickleWriter()
        pickle.write(content)
        var archive = ZipWriter(folder: "archive")
        archive.add("data.pkl", pickle.finished())
        archive.add("byteorder", Array("little".utf8))
        for (index, tensor) in pickle.tensors.enumerated() {
            archive.add("data/\(index)", tensor.withScalars { StorageType.float32.narrow($0) })
        }
        archive.add("version", Array("3\n".utf8))
        let file = try FileWriter(path: path)
        try file.write(archive.finished())
        try file.finish()
    }
}
