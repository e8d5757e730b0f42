extension Tensor {
    /// The function of every element, without a gradient.
    @inline(__always)
    func mapped<F: UnaryFunction>(_ function: F) -> Tensor {
        let span = OperationProfile.begin(.elementwise(F.self, reading: [self], writing: shape))
        defer { span?.end() }
        // What lies without gaps is walked as it lies, and the result lies the same way.
        let order = memoryOrder
        let source = order == nil ? packed() : self
        let result = order.map { Tensor.uninitialized(shape, order: $0) } ?? .uninitialized(shape)
        withPointers(source, result) { x, y in
            Parallelism.ranges(result.count) { mapRow(x + $0.lowerBound, y + $0.lowerBound, $0.count, function) }
        }
        return result
    }

    /// The function of every pair of elements, broadcasting as NumPy does, without a gradient.
    @inline(__always)
    func zipped<F: BinaryFunction>(_ other: Tensor, _ function: F) -> Tensor {
        guard let shape = Layout.broadcast(shape, other.shape) else {
            preconditionFailure("shapes \(shape) and \(other.shape) do not broadcast")
        }
        let span = OperationProfile.begin(.elementwise(F.self, reading: [self, other], writing: shape))
        defer { span?.end() }
        if self.shape == other.shape, strides == other.strides, let order = memoryOrder {
            return zippedAsTheyLie(other, order, function)
        }
        guard let order = orderForResult(of: other, shape) else {
            let result = Tensor.uninitialized(shape)
            zipBroadcast(self, other, result, function)
            return result
        }
        let result = Tensor.uninitialized(order.map { shape[$0] })
        zipBroadcast(detached().broadcast(to: shape).inOrder(order), other.detached().broadcast(to: shape).inOrder(order), result, function)
        return result.outOfOrder(order)
    }

    @inline(__always)
    private func zippedAsTheyLie<F: BinaryFunction>(_ other: Tensor, _ order: [Int], _ function: F) -> Tensor {
        let result = Tensor.uninitialized(shape, order: order)
        withPointers(self, other, result) { x, y, z in
            Parallelism.ranges(result.count) { range in
                let start = range.lowerBound
                zipRow(x + start, 1, y + start, 1, z + start, range.count, function)
            }
        }
        return result
    }

    /// The result lies as an operand that is as large as it, so that pictures stay as convolutions left them; nil for row-major order.
    private func orderForResult(of other: Tensor, _ shape: [Int]) -> [Int]? {
        for operand in [self, other] where operand.shape == shape && !operand.isContiguous {
            if let order = operand.memoryOrder { return order }
        }
        return nil
    }
}

@inline(__always)
func mapRow<F: UnaryFunction>(_ x: Pointer, _ y: Pointer, _ count: Int, _ function: F) {
    var index = 0
    while index &+ 8 <= count {
        y.store(function(x.vector(index)), index)
        index &+= 8
    }
    if index < count {
        y.storePartial(function(x.partialVector(index, count - index)), index, count - index)
    }
}

/// One row of a binary function; a step is 1, or 0 for an operand of one element.
@inline(__always)
func zipRow<F: BinaryFunction>(
    _ x: Pointer, _ xStep: Int, _ y: Pointer, _ yStep: Int, _ z: Pointer, _ count: Int, _ function: F
) {
    var index = 0
    let (firstX, firstY) = (Vector(repeating: x[0]), Vector(repeating: y[0]))
    while index &+ 8 <= count {
        z.store(function(xStep == 0 ? firstX : x.vector(index), yStep == 0 ? firstY : y.vector(index)), index)
        index &+= 8
    }
    if index < count {
        let rest = count - index
        let left = xStep == 0 ? firstX : x.partialVector(index, rest)
        let right = yStep == 0 ? firstY : y.partialVector(index, rest)
        z.storePartial(function(left, right), index, rest)
    }
}

/// Two operands of any layout, walked by rows along which both have a step of 1 or 0.
private func zipBroadcast<F: BinaryFunction>(_ left: Tensor, _ right: Tensor, _ result: Tensor, _ function: F) {
    let (x, y) = (left.rowwise(as: result.shape), right.rowwise(as: result.shape))
    let (extents, steps) = Layout.coalesced(shape: result.shape, strides: [x.strides, y.strides])
    guard result.count > 0 else { return }
    let outer = extents.count - 1
    let length = outer < 0 ? 1 : extents[outer]
    let (xStep, yStep) = outer < 0 ? (0, 0) : (steps[0][outer], steps[1][outer])
    withPointers(x, y, result) { x, y, z in
        Parallelism.ranges(result.count / length, grain: max(1, Parallelism.grain / length)) { rows in
            for row in rows {
                var (rest, xPlace, yPlace) = (row, 0, 0)
                for axis in stride(from: outer - 1, through: 0, by: -1) {
                    let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: extents[axis])
                    xPlace += remainder * steps[0][axis]
                    yPlace += remainder * steps[1][axis]
                    rest = quotient
                }
                zipRow(x + xPlace, xStep, y + yPlace, yStep, z + row * length, length, function)
            }
        }
    }
}

extension Tensor {
    /// A view as `shape` whose last axes step by 1 or 0, copied first where they don't.
    fileprivate func rowwise(as target: [Int]) -> Tensor {
        let last = shape.lastIndex { $0 != 1 }
        let source = isContiguous || last.map { strides[$0] <= 1 && strides[$0] >= 0 } ?? true ? self : packed()
        guard let strides = Layout.broadcastStrides(shape: source.shape, strides: source.strides, to: target) else {
            preconditionFailure("shape \(shape) does not broadcast to \(target)")
        }
        return source.view(shape: target, strides: strides, offset: source.offset)
    }
}
