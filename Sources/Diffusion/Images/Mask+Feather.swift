extension Mask {
    /// The mask with a soft edge outside of it: from a masked pixel on, what it says falls evenly to 0 within `width` pixels.
    ///
    /// What is masked stays so; pixels that are farther away than `width` stay untouched.
    /// Source: Borgefors 1986, "Distance Transformations in Digital Images": two passes, steps of 1 and √2.
    package func feathered(by width: Int) -> Mask {
        guard width > 0 else { return self }
        let fall = 255 / Float(width + 1)
        var levels = values.map { Float($0) }
        spread(&levels, rows: Array(0..<height), columns: Array(0..<self.width), fall: fall)
        spread(&levels, rows: (0..<height).reversed(), columns: (0..<self.width).reversed(), fall: fall)
        return Mask(width: self.width, height: height, values: levels.map { UInt8(max(0, $0).rounded()) })
    }

    /// One pass: each pixel takes over what the neighbours that were visited before it leave for it.
    private func spread(_ levels: inout [Float], rows: [Int], columns: [Int], fall: Float) {
        let (back, up) = (columns[0] == 0 ? -1 : 1, rows[0] == 0 ? -1 : 1)
        let neighbours: [(x: Int, y: Int, fall: Float)] = [
            (back, 0, fall), (0, up, fall), (back, up, fall * Float(2).squareRoot()), (-back, up, fall * Float(2).squareRoot()),
        ]
        for y in rows {
            for x in columns {
                for neighbour in neighbours {
                    let (column, row) = (x + neighbour.x, y + neighbour.y)
                    guard (0..<width).contains(column), (0..<height).contains(row) else { continue }
                    levels[y * width + x] = max(levels[y * width + x], levels[row * width + column] - neighbour.fall)
                }
            }
        }
    }
}
