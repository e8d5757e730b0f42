extension Tensor {
    /// Standard normal numbers, as PyTorch's `randn(shape, generator=generator)` draws them in a precision.
    public static func randn(_ shape: [Int], generator: inout TorchGenerator, precision: FloatPrecision = .float32) -> Tensor {
        Tensor(generator.randn(Layout.count(shape), precision: precision), shape: shape)
    }

    /// Numbers in [0, 1), as PyTorch's `rand(shape, generator=generator)` draws them.
    public static func rand(_ shape: [Int], generator: inout TorchGenerator) -> Tensor {
        Tensor(generator.rand(Layout.count(shape)), shape: shape)
    }

    /// Standard normal numbers, as PyTorch draws them on a GPU.
    public static func randn(_ shape: [Int], generator: inout PhiloxGenerator) -> Tensor {
        Tensor(generator.randn(Layout.count(shape)), shape: shape)
    }
}
