struct GroupNormalization {
    let images: Int
    let channels: Int
    /// Elements of one channel.
    let size: Int
    let groups: Int
    let epsilon: Float
    let activation: Activation
    let weight: Tensor?
    let bias: Tensor?

    init(shape: [Int], groups: Int, epsilon: Float, activation: Activation, weight: Tensor?, bias: Tensor?) {
        (images, channels, size) = (shape[0], shape[1], shape[2...].reduce(1, *))
        (self.groups, self.epsilon, self.activation) = (groups, epsilon, activation)
        (self.weight, self.bias) = (weight, bias)
    }

    private var channelsOfGroup: Int { channels / groups }

    private func forEachGroup(_ body: (Int) -> Void) {
        let size = max(1, channelsOfGroup * size)
        Parallelism.ranges(images * groups, grain: max(1, Parallelism.grain / size)) { $0.forEach(body) }
    }

    /// Scale and shift of a channel.
    private func affine(_ channel: Int) -> (scale: Float, shift: Float) {
        (weight.map { $0.base[channel] } ?? 1, bias.map { $0.base[channel] } ?? 0)
    }

    /// The result, and of every group the mean and the reciprocal of the standard deviation: [images · groups, 2].
    func forward(_ input: Tensor) -> (result: Tensor, statistics: Tensor) {
        let result = Tensor.uninitialized(input.shape)
        let statistics = Tensor.uninitialized([images * groups, 2])
        guard input.count > 0 else { return (result, statistics) }
        withExtendedLifetime((weight, bias)) {
            withPointers(input, result, statistics) { x, y, statistics in
                forEachGroup { group in
                    let start = group * channelsOfGroup * size
                    let (mean, deviation) = moments(x + start, channelsOfGroup * size, epsilon)
                    (statistics[2 * group], statistics[2 * group + 1]) = (mean, deviation)
                    for index in 0..<channelsOfGroup {
                        let (scale, shift) = affine(group % groups * channelsOfGroup + index)
                        let normalize = Normalize(mean: mean, factor: deviation * scale, shift: shift)
                        let place = start + index * size
                        switch activation {
                        case .none: mapRow(x + place, y + place, size, normalize)
                        case .silu: mapRow(x + place, y + place, size, NormalizeSwish(normalize: normalize))
                        }
                    }
                }
            }
        }
        return (result, statistics)
    }

    /// The gradients of input, weight and bias.
    func gradients(_ gradient: Tensor, _ input: Tensor, _ statistics: Tensor, _ needed: [Bool]) -> [Tensor?] {
        let result = Tensor.uninitialized(input.shape)
        guard input.count > 0 else { return [result, .zeros([channels]), .zeros([channels])] }
        // Of every channel of every image: Σ g and Σ g·x̂.
        let sums = Tensor.uninitialized([images, channels, 2])
        withExtendedLifetime((weight, bias, sums)) {
            withPointers(gradient, input, result, statistics) { g, x, y, statistics in
                forEachGroup { group in
                    backward(group, g, x, y, (statistics[2 * group], statistics[2 * group + 1]), sums.base, needed[0])
                }
            }
        }
        let totals = needed[1] || needed[2] ? sums.sum(axes: [0]) : nil
        return [
            needed[0] ? result : nil, needed[1] ? totals?.sliced(axis: 1, 1..<2).reshaped([channels]) : nil,
            needed[2] ? totals?.sliced(axis: 1, 0..<1).reshaped([channels]) : nil,
        ]
    }

    private func backward(
        _ group: Int, _ gradient: Pointer, _ input: Pointer, _ result: Pointer, _ moments: (mean: Float, factor: Float), _ sums: Pointer,
        _ needsInput: Bool
    ) {
        let first = group % groups * channelsOfGroup
        let (mean, factor) = moments
        var (total, projection) = (0.0, 0.0)
        for index in 0..<channelsOfGroup {
            let place = (group * channelsOfGroup + index) * size
            let (scale, shift) = affine(first + index)
            var source = gradient + place
            if activation == .silu {
                let slope = NormalizeSwishGradient(normalize: Normalize(mean: mean, factor: factor * scale, shift: shift))
                zipRow(source, 1, input + place, 1, result + place, size, slope)
                source = result + place
            }
            let (sum, product) = gradientSums(source, input + place, size, mean)
            let projected = product * Double(factor)
            let channel = (group / groups * channels + first + index) * 2
            (sums[channel], sums[channel + 1]) = (Float(sum), Float(projected))
            total += sum * Double(scale)
            projection += projected * Double(scale)
        }
        guard needsInput else { return }
        let count = Double(channelsOfGroup * size)
        for index in 0..<channelsOfGroup {
            let place = (group * channelsOfGroup + index) * size
            let slope = NormalizationGradient(
                mean: mean, factor: factor, scale: affine(first + index).scale, total: Float(total / count),
                projection: Float(projection / count))
            zipRow((activation == .silu ? result : gradient) + place, 1, input + place, 1, result + place, size, slope)
        }
    }
}
