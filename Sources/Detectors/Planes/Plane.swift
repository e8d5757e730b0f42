/// A number for each pixel of a picture, row by row from the top.
package struct Plane<Value: Sendable>: Sendable {
    package let width: Int
    package let height: Int
    /// `height × width` numbers.
    package var values: [Value]

    package init(_ width: Int, _ height: Int, _ values: [Value]) {
        assert(values.count == width * height)
        (self.width, self.height, self.values) = (width, height, values)
    }

    init(_ width: Int, _ height: Int, filledWith value: Value) {
        self.init(width, height, [Value](repeating: value, count: width * height))
    }

    func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Plane<Other> { Plane<Other>(width, height, try values.map(transform)) }

    /// Two planes of one size, number by number.
    func combined<Other, Result>(with other: Plane<Other>, _ combine: (Value, Other) -> Result) -> Plane<Result> {
        Plane<Result>(width, height, values.indices.map { combine(values[$0], other.values[$0]) })
    }
}
