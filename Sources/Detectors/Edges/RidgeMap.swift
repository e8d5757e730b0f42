/// Where a gradient is stronger than on both sides along its direction, and which of these ridges are edges.
///
/// The map has a rim of one pixel, so that neighbours need no bounds.
/// Source: OpenCV, `canny.cpp`, with its directions in fixed point.
struct RidgeMap {
    private enum State {
        case none, weak, edge
    }

    private let width: Int
    private let height: Int
    private var states: [State]
    private var open: [Int] = []

    /// - Parameters:
    ///   - low: a ridge is stronger than this.
    ///   - high: an edge is stronger than this.
    init(_ gradient: Gradient, low: Int32, high: Int32, check: () throws -> Void) throws {
        (width, height) = (gradient.x.width, gradient.x.height)
        states = [State](repeating: .none, count: (width + 2) * (height + 2))
        let strength = Self.rimmed(gradient.strength)
        for y in 0..<height {
            try check()
            for x in 0..<width {
                let place = (y + 1) * (width + 2) + x + 1
                guard strength[place] > low else { continue }
                let (dx, dy) = (Int(gradient.x.values[y * width + x]), Int(gradient.y.values[y * width + x]))
                guard isRidge(strength, place, dx, dy) else { continue }
                states[place] = strength[place] > high ? .edge : .weak
                if strength[place] > high { open.append(place) }
            }
        }
    }

    /// Makes edges of all ridges that hang together with one.
    mutating func follow(check: () throws -> Void) throws {
        let stride = width + 2
        let neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]
        var turns = 0
        while let place = open.popLast() {
            turns += 1
            if turns % 4096 == 0 { try check() }
            for neighbour in neighbours where states[place + neighbour] == .weak {
                states[place + neighbour] = .edge
                open.append(place + neighbour)
            }
        }
    }

    /// 255 on edges, 0 elsewhere.
    var edges: Plane<UInt8> {
        var values = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width where states[(y + 1) * (width + 2) + x + 1] == .edge { values[y * width + x] = 255 }
        }
        return Plane(width, height, values)
    }

    /// Of two neighbours of equal strength along an axis, the first is the ridge; across, neither is.
    private func isRidge(_ strength: [Int32], _ place: Int, _ dx: Int, _ dy: Int) -> Bool {
        // The tangents of 22.5 and 67.5 degrees in 15-bit fixed point; the second is the first and 2.
        let (across, up) = (abs(dx) * 13573, abs(dy) << 15)
        let (stride, own) = (width + 2, strength[place])
        if up < across { return own > strength[place - 1] && own >= strength[place + 1] }
        if up > across + abs(dx) << 16 { return own > strength[place - stride] && own >= strength[place + stride] }
        let side = (dx < 0) == (dy < 0) ? 1 : -1
        return own > strength[place - stride - side] && own > strength[place + stride + side]
    }

    private static func rimmed(_ plane: Plane<Int32>) -> [Int32] {
        var result = [Int32](repeating: 0, count: (plane.width + 2) * (plane.height + 2))
        for y in 0..<plane.height {
            let start = (y + 1) * (plane.width + 2) + 1
            for x in 0..<plane.width { result[start + x] = plane.values[y * plane.width + x] }
        }
        return result
    }
}
