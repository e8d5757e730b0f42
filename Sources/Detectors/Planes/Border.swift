/// What a filter sees beyond a picture's edge.
enum Border {
    /// The pixel at the edge, again and again.
    case replicated
    /// The picture in a mirror that stands on the pixel at the edge: `c b | a b c | b a`.
    case reflected

    /// The place in `0..<count` that stands for any place.
    ///
    /// Source: OpenCV, `borderInterpolate`, `BORDER_REPLICATE` and `BORDER_REFLECT_101`.
    func place(_ place: Int, in count: Int) -> Int {
        switch self {
        case .replicated: return max(0, min(count - 1, place))
        case .reflected:
            guard count > 1 else { return 0 }
            let period = 2 * (count - 1)
            let turn = ((place % period) + period) % period
            return min(turn, period - turn)
        }
    }
}
