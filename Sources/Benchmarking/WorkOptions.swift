/// The options that name a work, as a person gives them; what is left out has the size of the table in `docs/performance.md`.
public struct WorkOptions: Sendable {
    public var unet: Work.Family?
    /// Whether a ControlNet steers the UNet.
    public var control = false
    public var training: Work.Training?
    public var autoencoder: Work.Direction?
    public var text = false
    public var folder: String?
    /// Whether the folder is loaded into memory that a model had before.
    public var again = false
    public var tiny: Work.Tiny?
    public var product: Int?
    public var step: TrainingStepWork.Method?
    /// The network of a step.
    public var network: TrainingStepWork.Network?
    public var optimizer: TrainingStepWork.Optimizer?
    /// Whether the weights and activations of a step are kept in bfloat16.
    public var narrow = false
    /// Whether a step clips its gradients to norm 1.
    public var clipping = false
    /// Whether training computes blocks a second time instead of keeping what their gradients need.
    public var checkpointing = false
    /// Height and width of pictures in pixels.
    public var size: Int?
    public var batch: Int?

    public init() {}

    /// The one work that is named.
    ///
    /// - Throws: ``BenchmarkError``.
    public func work() throws(BenchmarkError) -> Work {
        let given = [
            unet.map { _ in "--unet" }, training.map { _ in "--train" }, autoencoder.map { _ in "--vae" }, text ? "--text" : nil,
            folder.map { _ in "--load" }, tiny.map { _ in "--tiny" }, product.map { _ in "--sgemm" },
            step.map { _ in "--step" },
        ].compactMap(\.self)
        guard given.count == 1 else { throw .notOneWork(given: given) }
        guard folder != nil || !again else { throw .uselessOption(name: "--again", work: given[0]) }
        guard training != nil || step != nil || tiny.map({ $0 != .picture }) ?? false || !checkpointing else {
            throw .uselessOption(name: "--checkpointing", work: given[0])
        }
        guard unet != nil || !control else { throw .uselessOption(name: "--control", work: given[0]) }
        if let step { return .step(try self.step(step)) }
        try refuse(network.map { _ in 0 }, "--of", given[0])
        try refuse(optimizer.map { _ in 0 }, "--optimizer", given[0])
        try refuse(clipping ? 0 : nil, "--clipping", given[0])
        try refuse(narrow ? 0 : nil, "--bfloat16", given[0])
        if unet != nil {
            let (size, batch) = (try pixels(), try count(2))
            return control ? .controlledUNet(size: size, batch: batch) : .unet(size: size, batch: batch)
        }
        if let training {
            let size = try pixels(training == .full ? 256 : 512)
            return .training(training, size: size, batch: try count(1), checkpointing: checkpointing)
        }
        if let autoencoder { return .autoencoder(autoencoder, size: try pixels(), batch: try count(1)) }
        try refuse(size, "--size", given[0])
        if text { return .text(batch: try count(2)) }
        if let tiny { return .tiny(tiny, batch: try count(tiny == .full ? 32 : 4), checkpointing: checkpointing) }
        try refuse(batch, "--batch", given[0])
        if let product { return .product(size: try Self.checked(product, "--sgemm", in: 1...16384)) }
        return .loading(folder: folder ?? "", again: again)
    }

    private func step(_ method: TrainingStepWork.Method) throws(BenchmarkError) -> TrainingStepWork {
        let network = network ?? .sd15
        if network == .tiny { try refuse(size, "--size", "--of tiny") }
        var step = TrainingStepWork(method, of: network, size: network == .tiny ? 64 : try pixels(), batch: try count(1))
        step.checkpointing = checkpointing
        step.optimizer = optimizer ?? .adamW
        step.isNarrow = narrow
        step.clipNorm = clipping ? 1 : nil
        return step
    }

    private func refuse(_ value: Int?, _ name: String, _ work: String) throws(BenchmarkError) {
        if value != nil { throw .uselessOption(name: name, work: work) }
    }

    /// The UNet halves latents three times, and a latent is eight pixels wide.
    private func pixels(_ standard: Int = 512) throws(BenchmarkError) -> Int {
        let size = size ?? standard
        guard (64...2048).contains(size), size.isMultiple(of: 64) else {
            throw .invalidValue(name: "--size", expected: "a multiple of 64 from 64 to 2048", found: "\(size)")
        }
        return size
    }

    private func count(_ standard: Int) throws(BenchmarkError) -> Int {
        try Self.checked(batch ?? standard, "--batch", in: 1...256)
    }

    /// - Throws: ``BenchmarkError/invalidValue(name:expected:found:)`` for a value out of range.
    public static func checked(_ value: Int, _ name: String, in range: ClosedRange<Int>) throws(BenchmarkError) -> Int {
        guard range.contains(value) else {
            throw .invalidValue(name: name, expected: "from \(range.lowerBound) to \(range.upperBound)", found: "\(value)")
        }
        return value
    }
}
