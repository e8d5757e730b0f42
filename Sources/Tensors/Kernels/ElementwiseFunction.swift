/// A function of one element, given for eight at a time.
protocol UnaryFunction: Sendable {
    func callAsFunction(_ x: Vector) -> Vector
}

/// A function of two elements, given for eight at a time.
protocol BinaryFunction: Sendable {
    func callAsFunction(_ x: Vector, _ y: Vector) -> Vector
}
