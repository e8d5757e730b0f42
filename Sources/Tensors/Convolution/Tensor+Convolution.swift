extension Tensor {
    /// A two-dimensional convolution (cross-correlation, as in PyTorch), and what is added to it in the same pass.
    ///
    /// Shapes: this [images, in, height, width], weight [out, in, kernel height, kernel width], bias [out] or, for one of each image,
    /// [images, out], addend as the result, which is
    /// [images, out, (height + top + bottom - kernel height) / stride + 1, (width + left + right - kernel width) / stride + 1] and lies channels last.
    public func convolved2d(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding2D = 0, plus addend: Tensor? = nil
    ) -> Tensor {
        convolved2d(weight: weight, bias: bias, stride: stride, padding: padding, plus: addend, plan: nil, level: .current)
    }

    /// The same by a given plan, which must suit the shape, and a given level.
    package func convolved2d(
        weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Padding2D, plus addend: Tensor? = nil, plan: ConvolutionPlan?,
        level: InstructionLevel
    ) -> Tensor {
        let outputs = weight.shape[0]
        precondition(
            bias.map { $0.shape == [outputs] || $0.shape == [shape[0], outputs] } ?? true,
            "a bias of shape \(bias?.shape ?? []) for \(outputs) outputs")
        let extents = ConvolutionShape(input: shape, weight: weight.shape, stride: stride, padding: padding)
        precondition(
            addend.map { $0.shape == extents.outputShape } ?? true, "\(addend?.shape ?? []) is added to a result of \(extents.outputShape)")
        let convolution = Convolution(extents, plan: plan, level: level)
        // A frozen weight needs no gradient, and then nobody needs the input again.
        let (learns, biasShape) = (weight.requiresGradient, bias?.shape ?? [])
        let result = OperationProfile.timed(.convolution("convolution", extents, convolution.plan)) {
            convolution.forward(detached(), weight: weight.detached(), bias: bias?.detached(), plus: addend?.detached())
        }
        return result.recording(
            [self, weight, bias, addend], keeping: (input: learns ? KeptTensor(self) : nil, weight: KeptTensor(weight: weight))
        ) { gradient, needed, kept in
            let gradient = gradient.packed(in: [0, 2, 3, 1])
            return [
                needed[0]
                    ? OperationProfile.timed(.convolution("convolution input gradient", extents, convolution.plan)) {
                        convolution.inputGradient(gradient, weight: kept.weight.tensor)
                    } : nil,
                kept.input.map { input in
                    OperationProfile.timed(.convolution("convolution weight gradient", extents)) { convolution.weightGradient(gradient, input: input.tensor) }
                },
                needed[2] ? convolution.biasGradient(gradient, of: biasShape) : nil,
                needed[3] ? gradient : nil,
            ]
        }
    }
}
