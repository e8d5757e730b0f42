extension Tensor {
    /// Group normalisation: every group of channels of every image brought to mean 0 and variance 1, then scaled and shifted by channel.
    ///
    /// Shapes: this [images, channels, ...], weight and bias [channels]; the result is shaped as this and lies channels last.
    ///
    /// - Parameter activation: applied to the result in the same pass.
    ///
    /// Source: Wu and He, "Group Normalization" (2018), equations 1, 2 and 6.
    public func groupNormalized(
        groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5, activation: Activation = .none
    ) -> Tensor {
        precondition(
            rank >= 2 && groups > 0 && shape[1] % groups == 0, "the channels of shape \(shape) do not form \(groups) groups")
        let channels = [shape[1]]
        precondition(
            weight.map { $0.shape == channels } ?? true && bias.map { $0.shape == channels } ?? true, "one scale and shift a channel")
        let pixels = pixelsOfChannels()
        let kernel = GroupNormalization(
            images: shape[0], size: shape[2...].reduce(1, *), channels: shape[1], groups: groups, epsilon: epsilon, activation: activation,
            weight: weight?.detached(), bias: bias?.detached())
        let (result, statistics) = OperationProfile.timed(.pass("group norm", reading: [pixels], writing: shape)) { kernel.forward(pixels) }
        let order = [0, rank - 1] + Array(1..<rank - 1)
        return result.inOrder(order).recording([self, weight, bias], keeping: KeptTensor(pixels)) { gradient, needed, kept in
            let pixels = kept.tensor
            return OperationProfile.timed(.pass("group norm gradients", reading: [gradient, pixels], writing: pixels.shape)) {
                var gradients = kernel.gradients(gradient.pixelsOfChannels(), pixels, statistics, needed)
                gradients[0] = gradients[0]?.inOrder(order)
                return gradients
            }
        }
    }

    /// [images, channels, ...] → [images, ..., channels], dense.
    private func pixelsOfChannels() -> Tensor { inOrder([0] + Array(2..<rank) + [1]).packed() }

    /// Layer normalisation over the last axis, then scaled and shifted by element.
    ///
    /// Shapes: this [..., width], weight and bias [width]; the result is shaped as this.
    ///
    /// Source: Ba, Kiros and Hinton, "Layer Normalization" (2016), equation 4.
    public func layerNormalized(weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor {
        precondition(rank >= 1, "layer normalisation needs an axis")
        let width = [shape[rank - 1]]
        precondition(weight.map { $0.shape == width } ?? true && bias.map { $0.shape == width } ?? true, "one scale and shift an element")
        let kernel = LayerNormalization(width: shape[rank - 1], epsilon: epsilon, weight: weight?.packed(), bias: bias?.packed())
        let x = packed()
        let (result, statistics) = OperationProfile.timed(.pass("layer norm", reading: [x], writing: shape)) { kernel.forward(x) }
        return result.recording([self, weight, bias], keeping: KeptTensor(x)) { gradient, needed, kept in
            let x = kept.tensor
            return OperationProfile.timed(.pass("layer norm gradients", reading: [gradient, x], writing: x.shape)) {
                kernel.gradients(gradient.packed(), x, statistics, needed)
            }
        }
    }
}
