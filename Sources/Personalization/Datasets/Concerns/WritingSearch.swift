import Diffusion

/// Looks for writing: at least six small marks of one height, close together on one line, with more strokes to them than dots have.
///
/// It finds plain lettering that stands out from what is behind it; faint, slanted or ornamental writing it does not.
struct WritingSearch {
    private struct Mark {
        var left: Int
        var right: Int
        var top: Int
        var bottom: Int
        var area = 0
        var width: Int { right - left + 1 }
        var height: Int { bottom - top + 1 }
        /// Letters leave more of their box open than a dot does, and less than a line does.
        var isLetterlike: Bool { height >= 4 && width <= 2 * height && area * 100 < width * height * 72 && area * 5 > width * height }
    }

    private let map: LuminanceMap

    init(_ map: LuminanceMap) { self.map = map }

    var isFound: Bool { isWritten(inDark: true) || isWritten(inDark: false) }

    private func isWritten(inDark: Bool) -> Bool {
        let tallest = max(map.height / 6, 5)
        let marks = marks(inDark: inDark).filter { $0.isLetterlike && $0.height <= tallest }.sorted { $0.left < $1.left }
        return marks.indices.contains { start in run(from: start, marks) >= 6 }
    }

    /// How many marks follow one another on the line of the first.
    private func run(from start: Int, _ marks: [Mark]) -> Int {
        var (last, length) = (marks[start], 1)
        for mark in marks[(start + 1)...] {
            guard mark.left > last.right - 1, mark.left - last.right <= last.height else { continue }
            guard abs(mark.bottom - last.bottom) * 3 <= last.height, abs(mark.height - last.height) * 2 <= last.height else { continue }
            (last, length) = (mark, length + 1)
        }
        return length
    }

    /// Connected places that are much darker, or much lighter, than the mean around them.
    private func marks(inDark: Bool) -> [Mark] {
        var isInk = ink(inDark: inDark)
        var marks: [Mark] = []
        for place in isInk.indices where isInk[place] {
            var mark = Mark(left: place % map.width, right: place % map.width, top: place / map.width, bottom: place / map.width)
            var open = [place]
            isInk[place] = false
            while let next = open.popLast() {
                let (x, y) = (next % map.width, next / map.width)
                (mark.left, mark.right, mark.top, mark.bottom) = (min(mark.left, x), max(mark.right, x), min(mark.top, y), max(mark.bottom, y))
                mark.area += 1
                for (nx, ny) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] where nx >= 0 && ny >= 0 && nx < map.width && ny < map.height {
                    guard isInk[ny * map.width + nx] else { continue }
                    isInk[ny * map.width + nx] = false
                    open.append(ny * map.width + nx)
                }
            }
            marks.append(mark)
        }
        return marks
    }

    private func ink(inDark: Bool) -> [Bool] {
        let means = LocalMeans(map, radius: max(map.height / 16, 3))
        return map.values.indices.map { place in
            let difference = map.values[place] - means.mean(around: place % map.width, place / map.width)
            return inDark ? difference < -40 : difference > 40
        }
    }
}

/// Means of squares around any place, each from four sums.
private struct LocalMeans {
    private let sums: [Double]
    private let map: LuminanceMap
    private let radius: Int

    init(_ map: LuminanceMap, radius: Int) {
        (self.map, self.radius) = (map, radius)
        var sums = [Double](repeating: 0, count: (map.width + 1) * (map.height + 1))
        for y in 0..<map.height {
            var row = 0.0
            for x in 0..<map.width {
                row += map[x, y]
                sums[(y + 1) * (map.width + 1) + x + 1] = sums[y * (map.width + 1) + x + 1] + row
            }
        }
        self.sums = sums
    }

    func mean(around x: Int, _ y: Int) -> Double {
        let (left, right) = (max(x - radius, 0), min(x + radius + 1, map.width))
        let (top, bottom) = (max(y - radius, 0), min(y + radius + 1, map.height))
        func sum(_ x: Int, _ y: Int) -> Double { sums[y * (map.width + 1) + x] }
        return (sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top)) / Double((right - left) * (bottom - top))
    }
}
