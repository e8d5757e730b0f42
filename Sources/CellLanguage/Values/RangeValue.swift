/// A range or a stride.
public final class RangeValue: @unchecked Sendable {
    public enum Kind: Sendable {
        /// `lower..<upper`
        case halfOpen
        /// `lower...upper`
        case closed
        /// `lower...`
        case from
        /// `..<upper`
        case upTo
        /// `...upper`
        case through
        /// `stride(from:to:by:)`
        case strideTo
        /// `stride(from:through:by:)`
        case strideThrough
    }

    public let kind: Kind
    public let lower: Value?
    public let upper: Value?
    /// The step of a stride.
    public let step: Value?

    init(_ kind: Kind, _ lower: Value?, _ upper: Value?, step: Value? = nil) {
        self.kind = kind
        self.lower = lower
        self.upper = upper
        self.step = step
    }

    /// A range between two values of the same type.
    ///
    /// - Throws: a type error for bounds that have no order, an index error where the upper is below the lower.
    static func make(_ kind: Kind, _ lower: Value?, _ upper: Value?) throws(CellError) -> RangeValue {
        for bound in [lower, upper] {
            switch bound {
            case nil, .int, .double, .string: break
            case .some(let bound): throw CellError(.type, "a range can't be made of \(bound.type)")
            }
        }
        guard let lower, let upper else { return RangeValue(kind, lower, upper) }
        let (low, high) = Value.widened(lower, upper)
        let order = try low.order(comparedWith: high)
        guard let order, order <= 0 else {
            throw CellError(
                .index,
                "a range can't go from \(lower.debugDescription) up to \(upper.debugDescription); its bounds are the wrong way round")
        }
        return RangeValue(kind, low, high)
    }

    public static func closed(_ range: ClosedRange<Double>) -> RangeValue {
        RangeValue(.closed, .double(range.lowerBound), .double(range.upperBound))
    }
    public static func closed(_ range: ClosedRange<Int>) -> RangeValue {
        RangeValue(.closed, .int(range.lowerBound), .int(range.upperBound))
    }
    public static func halfOpen(_ range: Range<Int>) -> RangeValue { RangeValue(.halfOpen, .int(range.lowerBound), .int(range.upperBound)) }

    /// The bounds of a closed range of numbers.
    public var closedDoubles: ClosedRange<Double>? {
        guard kind == .closed, let low = lower?.asDouble, let high = upper?.asDouble, low <= high else { return nil }
        return low...high
    }

    /// The first and last Int of a bounded range; `nil` where the range is of something else, and no last where it is empty.
    var ints: (first: Int, last: Int?)? {
        guard case .int(let low)? = lower, case .int(let high)? = upper else { return nil }
        switch kind {
        case .closed: return (low, high)
        case .halfOpen: return (low, high > low ? high - 1 : nil)
        default: return nil
        }
    }

    /// The number of values that a loop over it sees; `nil` where it has no end or no steps.
    var count: Int? {
        if let (first, last) = ints {
            guard let last else { return 0 }
            let (distance, overflow) = last.subtractingReportingOverflow(first)
            return overflow || distance == Int.max ? Int.max : distance + 1
        }
        return strideCount
    }

    private var strideCount: Int? {
        guard kind == .strideTo || kind == .strideThrough, let low = lower?.asDouble, let high = upper?.asDouble, let step = step?.asDouble
        else { return nil }
        let steps = ((high - low) / step).rounded(.down)
        guard steps >= 0, steps.isFinite else { return 0 }
        guard steps < 1e18 else { return Int.max }
        let reachesEnd = low + steps * step == high
        return Int(steps) + (kind == .strideThrough || !reachesEnd ? 1 : 0)
    }

    /// The value at a place below ``count``.
    func value(at index: Int) -> Value {
        if let (first, _) = ints { return .int(first &+ index) }
        if case .int(let low)? = lower, case .int(let step)? = step { return .int(low &+ index &* step) }
        return .double((lower?.asDouble ?? 0) + Double(index) * (step?.asDouble ?? 1))
    }

    /// Whether a value lies in the range.
    func contains(_ value: Value) throws(CellError) -> Bool {
        if let lower {
            let (low, value) = Value.widened(lower, value)
            guard let order = try low.order(comparedWith: value), order <= 0 else { return false }
        }
        guard let upper else { return true }
        let (high, other) = Value.widened(upper, value)
        guard let order = try other.order(comparedWith: high) else { return false }
        return kind == .closed || kind == .through || kind == .strideThrough ? order <= 0 : order < 0
    }

    /// The places of a collection of `count` elements that the range means as a subscript.
    func places(in count: Int) throws(CellError) -> Range<Int> {
        for bound in [lower, upper] {
            if let bound, bound.asInt == nil {
                throw CellError(.type, "a subscript is an Int or a range of Int, not a range of \(bound.type)")
            }
        }
        let low = lower?.asInt ?? 0
        let isClosed = kind == .closed || kind == .through
        let (high, overflow) = upper?.asInt.map { isClosed ? $0.addingReportingOverflow(1) : ($0, false) } ?? (count, false)
        guard !overflow, low >= 0, low <= high, high <= count else {
            throw CellError(.index, "the range \(description) is not within the \(count) elements (0..<\(count))")
        }
        return low..<high
    }
}
