public import Tensors

extension Bitmap {
    /// The picture as a ControlNet takes it.
    ///
    /// Shapes: [3, height, width], values in 0…1: each byte divided by 255.
    public var condition: Tensor {
        let area = width * height
        return Tensor(shape: [3, height, width]) { target in
            for position in 0..<area {
                for channel in 0..<3 { target[channel * area + position] = Float(pixels[position * 3 + channel]) / 255 }
            }
        }
    }
}
