import Tensors

/// A place in the tree of a network's parameters: a layer asks for `scope / "to_q"`, and the literal is the checkpoint key.
public struct ParameterScope {
    /// The key so far, without a trailing dot.
    public let path: String
    private let ledger: Ledger

    /// The root of a network's tree.
    public init(_ source: any ParameterSource) {
        path = ""
        ledger = Ledger(source)
    }

    private init(path: String, ledger: Ledger) {
        self.path = path
        self.ledger = ledger
    }

    public static func / (scope: ParameterScope, name: String) -> ParameterScope {
        ParameterScope(path: scope.path.isEmpty ? name : "\(scope.path).\(name)", ledger: scope.ledger)
    }

    public static func / (scope: ParameterScope, index: Int) -> ParameterScope { scope / "\(index)" }

    /// The parameter of this name and shape. One that is missing or misshapen is noted, and `finish` reports all of them together.
    ///
    /// - Throws: `NeuralNetworksError.keyMismatch` at once where more keys are missing than any network has: a configuration may ask for billions.
    public func parameter(_ name: String, _ shape: [Int]) throws -> Parameter {
        try ledger.parameter((self / name).path, shape, isTable: false)
    }

    /// The same for a table whose rows are looked up one by one: it stays float32.
    public func table(_ name: String, _ shape: [Int]) throws -> Parameter { try ledger.parameter((self / name).path, shape, isTable: true) }

    /// Every parameter asked for, in the order of the network.
    ///
    /// - Throws: `NeuralNetworksError.keyMismatch` with the missing, misshapen and unread keys.
    public func finish() throws -> [Parameter] { try ledger.finish() }

    /// What has been asked for, what was there, what was not.
    private final class Ledger {
        private static let mostMissing = 10_000
        private let source: any ParameterSource
        private var parameters: [Parameter] = []
        private var missing: [String] = []
        private var misshapen: [NeuralNetworksError.Misshapen] = []

        init(_ source: any ParameterSource) { self.source = source }

        func parameter(_ key: String, _ shape: [Int], isTable: Bool) throws -> Parameter {
            let found = try source.tensor(key, shape: shape)
            if let found, found.shape != shape {
                misshapen.append(.init(key: key, expected: shape, found: found.shape))
            } else if found == nil {
                missing.append(key)
                if missing.count > Self.mostMissing { _ = try finish() }
            }
            let value = found.flatMap { $0.shape == shape ? $0 : nil } ?? Tensor.zeros([1]).broadcast(to: shape)
            // Biases and norms are few.
            let isSmall = isTable || shape.count < 2
            let parameter = Parameter(path: key, value: value, precision: isSmall ? .float32 : source.precision)
            parameters.append(parameter)
            return parameter
        }

        func finish() throws -> [Parameter] {
            let unread = source.unreadKeys
            guard missing.isEmpty, misshapen.isEmpty, unread.isEmpty else {
                throw NeuralNetworksError.keyMismatch(path: source.path, missing: missing, misshapen: misshapen, unread: unread)
            }
            return parameters
        }
    }
}
