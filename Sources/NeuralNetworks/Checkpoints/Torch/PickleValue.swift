/// What a pickle builds. Compound values are places in the document's tables, so that a file can nest or close circles as it likes without
/// recursion here.
enum PickleValue: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// A whole number of more than 64 bits: where its bytes lie.
    case longInt(Range<Int>)
    /// Text or bytes: where they lie in the stream. Nothing is copied until it is asked for.
    case text(Range<Int>)
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
    case global(PickleGlobal)
    case storage(Int)
    case tensor(Int)
    /// Something known to be harmless and of no use here, such as a set.
    case opaque
}

/// The names that a file of weights may ask for: what makes tensors and tables, and a few that stand in real checkpoints and are passed over.
///
/// Source: torch.serialization and torch._utils; the names in the published checkpoints of Stable Diffusion 1.x and 2.x.
enum PickleGlobal: Sendable {
    case rebuildTensor
    case rebuildParameter
    case orderedDictionary
    case parameterDictionary
    case size
    case storage(StorageType)
    /// A name that is never called for its own sake: what a call of it gives is passed over.
    case unused

    init?(_ name: String) {
        switch name {
        case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor": self = .rebuildTensor
        case "torch._utils._rebuild_parameter": self = .rebuildParameter
        case "collections.OrderedDict": self = .orderedDictionary
        case "torch.nn.modules.container.ParameterDict": self = .parameterDictionary
        case "torch.Size": self = .size
        case "builtins.set", "__builtin__.set", "torch.float16", "torch.float32", "torch.float64", "torch.bfloat16", "torch.int64", "torch.device",
            "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
            "numpy.dtype", "_codecs.encode":
            self = .unused
        default:
            guard let type = Self.storages[name] else { return nil }
            self = .storage(type)
        }
    }

    private static let storages: [String: StorageType] = [
        "torch.DoubleStorage": .float64, "torch.FloatStorage": .float32, "torch.HalfStorage": .float16, "torch.BFloat16Storage": .bfloat16,
        "torch.LongStorage": .int64, "torch.IntStorage": .int32, "torch.ShortStorage": .int16, "torch.CharStorage": .int8,
        "torch.ByteStorage": .uint8, "torch.BoolStorage": .bool,
    ]
}

/// Why a pickle is not read, in words that follow the file's name.
enum PickleFailure: Error {
    case malformed(String)
    /// It asks for something that a file of weights has no business with.
    case refused(name: String)
}
