import Tensors

/// The pictures of a set in a shuffled order, each used once before the next shuffle.
public struct Deck: Equatable, Sendable, Codable {
    /// Places in the set, in the order of the present pass.
    public var order: [Int] = []
    /// How many of them have been used.
    public var used = 0

    public init(order: [Int] = [], used: Int = 0) { (self.order, self.used) = (order, used) }

    /// The next picture of a set of `count`.
    mutating func next(of count: Int, generator: inout TorchGenerator) -> Int {
        if used == order.count {
            order = generator.randperm(count)
            used = 0
        }
        defer { used += 1 }
        return order[used]
    }

    /// Whether it can be a pass over a set of `count` pictures.
    public func fits(_ count: Int) -> Bool { (0...order.count).contains(used) && order.allSatisfy { (0..<count).contains($0) } }
}
