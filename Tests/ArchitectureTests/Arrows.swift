/// The plan of the house: every room and what it may import, beside the libraries that come with Swift.
enum Arrows {
    static let table: [String: Set<String>] = [
        "JSONValues": [],
        "Digests": ["COpenSSL"],
        "Tensors": ["CVectorKernels"],
        "NeuralNetworks": ["Tensors", "JSONValues"],
        "Diffusion": ["NeuralNetworks", "Tensors", "Digests", "JSONValues", "CPNG", "CJPEG", "CWebP"],
        "Measures": ["Diffusion", "NeuralNetworks", "Tensors", "JSONValues"],
        "Detectors": ["Diffusion", "JSONValues"],
        "Hub": ["Digests", "JSONValues", "CCurl"],
        "Personalization": ["Diffusion", "NeuralNetworks", "Tensors", "JSONValues"],
        "Easel": ["Personalization", "Measures", "Detectors", "Diffusion", "Hub", "NeuralNetworks", "Tensors", "Digests", "JSONValues", "CZip"],
        "ModelRegistry": ["Personalization", "Digests", "GRDB"],
        "Benchmarking": ["Easel", "Personalization", "Diffusion", "NeuralNetworks", "Tensors", "JSONValues"],
        "CellLanguage": [],
        "CellVerbs": ["Easel", "CellLanguage", "Personalization", "Measures", "Detectors", "Diffusion", "Hub", "NeuralNetworks"],
        "Doors": [],
        "Jupyter": ["Doors", "Digests", "JSONValues", "CZeroMQ", "Logging"],
        "CellHistory": ["Jupyter", "GRDB", "Logging"],
        "EaselCommand": [
            "Benchmarking", "CellHistory", "CellVerbs", "CellLanguage", "Doors", "Easel", "Jupyter", "JSONValues", "Measures", "ModelRegistry",
            "ArgumentParser",
            "Logging",
        ],
        "EaselListen": ["Doors", "JSONValues"],
    ]

    /// Targets without Swift: shims of system libraries (a module map and a header), and the kernels in C.
    static let shims: Set<String> = ["CVectorKernels", "CZeroMQ", "COpenSSL", "CCurl", "CPNG", "CJPEG", "CWebP", "CZip"]

    /// What comes with Swift and belongs to no room.
    static let toolchain: Set<String> = ["Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization"]

    /// Rooms that a person, a file or a socket speaks to, so that a trap in them could be reached from outside.
    static let roomsWithDoors: Set<String> = [
        "JSONValues", "Hub", "Measures", "Detectors", "Personalization", "Easel", "Benchmarking", "CellLanguage", "CellVerbs", "Doors", "Jupyter",
        "CellHistory",
        "ModelRegistry",
        "EaselCommand", "EaselListen",
    ]

    /// Files outside of `Tensors/Kernels` that may hold unsafe pointers, each with the reason.
    static let fences: [String: String] = [
        "CellLanguage/Evaluation/StackGuard.swift": "asks the system where the stack ends",
        "CellLanguage/StandardLibrary/Texts.swift": "formats numbers with the C library",
        "Diffusion/ControlNet/ControlNetModel+Hash.swift": "hashes weights where they lie",
        "Diffusion/Files/FileBytes.swift": "maps and reads files",
        "Diffusion/Images/Bitmap+Geometry.swift": "moves pixels",
        "Diffusion/Images/Bitmap+Resizing.swift": "moves pixels",
        "Diffusion/Images/JPEG+Encoding.swift": "calls TurboJPEG",
        "Diffusion/Images/PNG+Encoding.swift": "calls libpng",
        "Diffusion/Images/PNG.swift": "calls libpng",
        "Diffusion/Model/StableDiffusion+Hash.swift": "hashes weights where they lie",
        "Digests/GitBlobDigest.swift": "calls libcrypto",
        "Digests/HMACSHA256.swift": "calls libcrypto",
        "Digests/SHA256.swift": "calls libcrypto",
        "Digests/SHA256+File.swift": "reads files",
        "Doors/Doors.swift": "names addresses for the system",
        "Easel/Images/PictureArchive.swift": "calls libzip",
        "Easel/Sampling/Model+Sample.swift": "reads random bytes",
        "EaselCommand/Installation/StandardStreams.swift": "writes to descriptors",
        "Hub/Cache/PartialFile.swift": "writes and reads files",
        "Hub/HTTP/HTTPTransfer.swift": "calls libcurl",
        "Jupyter/FileBytes.swift": "reads and writes files",
        "Jupyter/Kernel/Monitor.swift": "a condition variable",
        "Jupyter/Kernel/SystemThread.swift": "starts threads",
        "Jupyter/Transport/ZeroMQContext.swift": "calls libzmq",
        "Jupyter/Transport/ZeroMQSocket.swift": "calls libzmq",
        "JSONValues/JSONParser.swift": "reads bytes",
        "NeuralNetworks/Checkpoints/FileWriter.swift": "writes checkpoints",
        "NeuralNetworks/Checkpoints/SafetensorsHeader.swift": "maps checkpoints",
        "NeuralNetworks/Checkpoints/StoredTensor.swift": "maps checkpoints",
        "NeuralNetworks/Checkpoints/StorageType+Conversion.swift": "converts checkpoints",
        "NeuralNetworks/Checkpoints/WeightFile.swift": "maps and reads checkpoints",
        "Tensors/Random/TorchNormal.swift": "fills tensors with noise",
    ]

    /// Files that may end the process on purpose, each with the reason.
    static let lastResorts: [String: String] = [
        "Tensors/Kernels/BufferPool.swift": "there is no memory left to report with"
    ]
}
