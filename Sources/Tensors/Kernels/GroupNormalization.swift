/// Group normalisation of pixels that lie channels last: [images, size, channels].
struct GroupNormalization {
    let images: Int
    let channels: Int
    /// Pixels of one image.
    let size: Int
    let groups: Int
    let epsilon: Float
    let activation: Activation
    /// Scale and shift of every channel.
    let (scales, shifts): (Tensor, Tensor)
    /// Pixels that are read twice while they are in the cache; by the shape alone, since sums depend on it.
    private let chunkSize: Int

    init(images: Int, size: Int, channels: Int, groups: Int, epsilon: Float, activation: Activation, weight: Tensor?, bias: Tensor?) {
        (self.images, self.size, self.channels) = (images, size, channels)
        (self.groups, self.epsilon, self.activation) = (groups, epsilon, activation)
        (scales, shifts) = (weight?.packed() ?? .ones([channels]), bias?.packed() ?? .zeros([channels]))
        chunkSize = max(1, min(size, (1 << 14) / max(1, channels)))
    }

    private var chunks: Int { (size + chunkSize - 1) / max(1, chunkSize) }
    private var groupSize: Int { channels / groups }
    private var isEmpty: Bool { images * size * channels == 0 }

    /// Calls `body` for every chunk of every image: its number, its image, where it begins and how many pixels it has.
    private func forEachChunk(_ body: (_ chunk: Int, _ image: Int, _ place: Int, _ count: Int) -> Void) {
        Parallelism.ranges(images * chunks, grain: max(1, Parallelism.grain / (chunkSize * channels))) { range in
            for index in range {
                let (image, chunk) = index.quotientAndRemainder(dividingBy: chunks)
                let first = chunk * chunkSize
                body(index, image, (image * size + first) * channels, min(chunkSize, size - first))
            }
        }
    }

    /// The result, and of every channel of every image its mean and the reciprocal of its standard deviation, those of its group:
    /// [images, 2, channels].
    func forward(_ input: Tensor) -> (result: Tensor, statistics: Tensor) {
        let result = Tensor.uninitialized(input.shape)
        guard !isEmpty else { return (result, .zeros([images, 2, channels])) }
        let statistics = statistics(of: input)
        withExtendedLifetime((scales, shifts)) {
            withPointers(input, result, statistics) { x, y, statistics in
                let (scale, shift) = (scales.base, shifts.base)
                forEachChunk { _, image, place, count in
                    let (mean, factor) = (statistics + image * 2 * channels, statistics + (image * 2 + 1) * channels)
                    for pixel in 0..<count {
                        let row = place + pixel * channels
                        forEachVector(channels) { channel, rest in
                            let scale = factor.vector(channel, rest) * scale.vector(channel, rest)
                            let normalized = shift.vector(channel, rest).plusProduct(x.vector(row + channel, rest) - mean.vector(channel, rest), scale)
                            y.store(activation == .silu ? Swish(factor: 1)(normalized) : normalized, row + channel, rest)
                        }
                    }
                }
            }
        }
        return (result, statistics)
    }

    private func statistics(of input: Tensor) -> Tensor {
        let parts = Tensor.uninitialized([images * chunks, 2, channels])
        withPointers(input, parts) { x, parts in
            forEachChunk { chunk, _, place, count in
                let means = parts + chunk * 2 * channels
                chunkMoments(x + place, count, means, means + channels)
            }
        }
        return combined(parts)
    }

    /// Of every channel of a chunk its mean and the sum of squared distances from it.
    private func chunkMoments(_ x: Pointer, _ count: Int, _ means: Pointer, _ squares: Pointer) {
        forEachVector(channels) { channel, rest in
            var sum = Vector.zero
            for pixel in 0..<count { sum += x.vector(pixel * channels + channel, rest) }
            let mean = sum * (1 / Float(count))
            // The distances add up to what rounding took from the mean.
            var (distances, square) = (Vector.zero, Vector.zero)
            for pixel in 0..<count {
                let distance = x.vector(pixel * channels + channel, rest) - mean
                distances += distance
                square = square.plusProduct(distance, distance)
            }
            means.store(mean.plusProduct(distances, Vector(repeating: 1 / Float(count))), channel, rest)
            squares.store(square, channel, rest)
        }
    }

    /// Means and squares of parts brought together.
    private func combined(_ parts: Tensor) -> Tensor {
        let result = Tensor.uninitialized([images, 2, channels])
        withPointers(parts, result) { parts, result in
            Parallelism.ranges(images * groups, grain: max(1, 1024 / max(1, chunks * groupSize))) { range in
                for index in range { combine(index, parts, into: result) }
            }
        }
        return result
    }

    /// One group of one image, in double precision.
    ///
    /// Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979), equation 2.1.
    private func combine(_ index: Int, _ parts: Pointer, into result: Pointer) {
        let (image, group) = index.quotientAndRemainder(dividingBy: groups)
        var (count, mean, squares) = (0.0, 0.0, 0.0)
        for chunk in 0..<chunks {
            let added = Double(min(chunkSize, size - chunk * chunkSize))
            for channel in group * groupSize..<(group + 1) * groupSize {
                let part = parts + (image * chunks + chunk) * 2 * channels + channel
                let distance = Double(part[0]) - mean
                squares += Double(part[channels]) + distance * distance * count * added / (count + added)
                mean += distance * added / (count + added)
                count += added
            }
        }
        let factor = Float(1 / (squares / count + Double(epsilon)).squareRoot())
        for channel in group * groupSize..<(group + 1) * groupSize {
            result[image * 2 * channels + channel] = Float(mean)
            result[(image * 2 + 1) * channels + channel] = factor
        }
    }

    /// The gradients of input, weight and bias.
    func gradients(_ gradient: Tensor, _ input: Tensor, _ statistics: Tensor, _ needed: [Bool]) -> [Tensor?] {
        let result = Tensor.uninitialized(input.shape)
        guard !isEmpty else { return [result, .zeros([channels]), .zeros([channels])] }
        // Of every channel of every chunk: Σ g and Σ g·x̂.
        let sums = Tensor.uninitialized([images, chunks, 2, channels])
        withExtendedLifetime((scales, shifts)) {
            withPointers(gradient, input, result, statistics) { g, x, y, statistics in
                withPointers(sums) { sums in
                    forEachChunk { chunk, image, place, count in
                        let part = sums + chunk * 2 * channels
                        collect(g + place, x + place, y + place, statistics + image * 2 * channels, count, part)
                    }
                }
                guard needed[0] else { return }
                let means = groupMeans(sums.sum(axes: [1]))
                withPointers(means) { means in
                    let source = activation == .silu ? y : g
                    forEachChunk { _, image, place, count in
                        let (moments, mean) = (statistics + image * 2 * channels, means + image * 2 * channels)
                        distribute(source + place, x + place, y + place, moments, mean, count)
                    }
                }
            }
        }
        let totals = needed[1] || needed[2] ? sums.sum(axes: [0, 1]) : nil
        return [needed[0] ? result : nil, needed[1] ? totals?[1] : nil, needed[2] ? totals?[0] : nil]
    }

    /// The gradient before the activation, written to `y` where there is one, and its sums over the pixels of a chunk.
    private func collect(_ g: Pointer, _ x: Pointer, _ y: Pointer, _ moments: Pointer, _ count: Int, _ sums: Pointer) {
        let (mean, factor, scale, shift) = (moments, moments + channels, scales.base, shifts.base)
        forEachVector(channels) { channel, rest in
            let (mean, factor) = (mean.vector(channel, rest), factor.vector(channel, rest))
            let (scale, shift) = (scale.vector(channel, rest), shift.vector(channel, rest))
            var (sum, product) = (Vector.zero, Vector.zero)
            for pixel in 0..<count {
                let place = pixel * channels + channel
                let normalized = (x.vector(place, rest) - mean) * factor
                var gradient = g.vector(place, rest)
                if activation == .silu {
                    gradient = SwishGradient(factor: 1)(gradient, shift.plusProduct(normalized, scale))
                    y.store(gradient, place, rest)
                }
                sum += gradient
                product = product.plusProduct(gradient, normalized)
            }
            sums.store(sum, channel, rest)
            sums.store(product, channels + channel, rest)
        }
    }

    /// Of every channel the means over its group of g and of g·x̂, g scaled: [images, 2, channels] from sums of the same shape.
    private func groupMeans(_ sums: Tensor) -> Tensor {
        let scaled = (sums * scales).reshaped([images, 2, groups, groupSize])
        let means = scaled.sum(axes: [3], keepDims: true) / Float(groupSize * size)
        return means.broadcast(to: [images, 2, groups, groupSize]).reshaped([images, 2, channels])
    }

    /// factor · (scale · g - mean of g - x̂ · mean of g·x̂) for the pixels of a chunk.
    private func distribute(_ g: Pointer, _ x: Pointer, _ y: Pointer, _ moments: Pointer, _ means: Pointer, _ count: Int) {
        let scale = scales.base
        for pixel in 0..<count {
            forEachVector(channels) { channel, rest in
                let place = pixel * channels + channel
                let (mean, factor) = (moments.vector(channel, rest), moments.vector(channels + channel, rest))
                let normalized = (x.vector(place, rest) - mean) * factor
                let centred = g.vector(place, rest) * scale.vector(channel, rest) - means.vector(channel, rest)
                y.store((centred - normalized * means.vector(channels + channel, rest)) * factor, place, rest)
            }
        }
    }
}

/// Calls `body` for every eight channels, and for the rest, fewer than eight: where they begin and how many there are.
@inline(__always)
private func forEachVector(_ count: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    var index = 0
    while index &+ 8 <= count {
        body(index, 8)
        index &+= 8
    }
    if index < count { body(index, count - index) }
}

extension Pointer {
    /// Up to eight elements, padded with zeros.
    @inline(__always)
    fileprivate func vector(_ index: Int, _ count: Int) -> Vector { count == 8 ? vector(index) : partialVector(index, count) }

    /// Up to eight elements.
    @inline(__always)
    fileprivate func store(_ value: Vector, _ index: Int, _ count: Int) {
        if count == 8 { store(value, index) } else { storePartial(value, index, count) }
    }
}
