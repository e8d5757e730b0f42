/// The arithmetic of shapes and strides.
enum Layout {
    static func count(_ shape: [Int]) -> Int {
        var count = 1
        for extent in shape { count *= extent }
        return count
    }

    static func rowMajorStrides(_ shape: [Int]) -> [Int] {
        var strides = shape
        var step = 1
        for axis in shape.indices.reversed() {
            strides[axis] = step
            step *= shape[axis]
        }
        return strides
    }

    static func isContiguous(shape: [Int], strides: [Int]) -> Bool {
        var step = 1
        for axis in shape.indices.reversed() where shape[axis] != 1 {
            if strides[axis] != step { return shape.contains(0) }
            step *= shape[axis]
        }
        return true
    }

    /// The shape that two operands broadcast to, as NumPy does it; nil if they don't fit.
    static func broadcast(_ left: [Int], _ right: [Int]) -> [Int]? {
        if left == right { return left }
        let rank = max(left.count, right.count)
        var shape = [Int](repeating: 1, count: rank)
        for axis in 1...max(rank, 1) where axis <= rank {
            let first = axis <= left.count ? left[left.count - axis] : 1
            let second = axis <= right.count ? right[right.count - axis] : 1
            guard first == second || first == 1 || second == 1 else { return nil }
            shape[rank - axis] = first == 1 ? second : first
        }
        return shape
    }

    /// The strides that make elements of `shape` look like `target`, with 0 along repeated axes; nil if they don't fit.
    static func broadcastStrides(shape: [Int], strides: [Int], to target: [Int]) -> [Int]? {
        guard shape.count <= target.count else { return nil }
        var result = [Int](repeating: 0, count: target.count)
        let lead = target.count - shape.count
        for axis in shape.indices {
            if shape[axis] == target[lead + axis] {
                result[lead + axis] = shape[axis] == 1 ? 0 : strides[axis]
            } else if shape[axis] != 1 {
                return nil
            }
        }
        return result
    }

    /// Strides of the same elements in another shape, nil when that needs a copy.
    static func reshapedStrides(shape: [Int], strides: [Int], to target: [Int]) -> [Int]? {
        let (extents, operandSteps) = coalesced(shape: shape, strides: [strides])
        let steps = operandSteps[0]
        var result = [Int](repeating: 1, count: target.count)
        var axis = target.count - 1
        for group in extents.indices.reversed() {
            var covered = 1
            while axis >= 0, covered < extents[group] || target[axis] == 1 {
                result[axis] = covered * steps[group]
                covered *= target[axis]
                axis -= 1
            }
            guard covered == extents[group] else { return nil }
        }
        return result
    }

    /// Neighbouring axes merged wherever all operands step through them as through one; axes of extent 1 fall away.
    static func coalesced(shape: [Int], strides operands: [[Int]]) -> (shape: [Int], strides: [[Int]]) {
        var extents: [Int] = []
        var steps = [[Int]](repeating: [], count: operands.count)
        for axis in shape.indices where shape[axis] != 1 {
            let last = extents.count - 1
            let merges = last >= 0 && operands.indices.allSatisfy { steps[$0][last] == operands[$0][axis] * shape[axis] }
            if merges {
                extents[last] *= shape[axis]
                for index in operands.indices { steps[index][last] = operands[index][axis] }
            } else {
                extents.append(shape[axis])
                for index in operands.indices { steps[index].append(operands[index][axis]) }
            }
        }
        return (extents, steps)
    }
}
