public import Tensors

extension Bitmap {
    /// The picture as a ControlNet takes it.
    ///
    /// Shapes: [3, height, width], values in 0…1: each byte divided by 255.
    public var condition: Tensor {
        planes { Float($0) / 255 }
    }
}
