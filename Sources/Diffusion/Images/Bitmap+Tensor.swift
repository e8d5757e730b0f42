public import Tensors

extension Bitmap {
    /// The picture as the autoencoder takes it.
    ///
    /// Shapes: [3, height, width], values in −1…1: each byte divided by 255, times 2, minus 1.
    public var tensor: Tensor { planes { Float($0) / 255 * 2 - 1 } }

    /// The picture as numbers, a plane for each colour.
    ///
    /// Shapes: [3, height, width].
    func planes(_ value: (UInt8) -> Float) -> Tensor {
        let values = (0...255).map { value(UInt8($0)) }
        let area = width * height
        return Tensor(shape: [3, height, width]) { target in
            for position in 0..<area {
                for channel in 0..<3 { target[channel * area + position] = values[Int(pixels[position * 3 + channel])] }
            }
        }
    }

    /// The picture of a tensor; values outside of 0…1 are clamped, values that are no numbers are black, and halves go to the even byte, as diffusers and NumPy do it.
    ///
    /// Shapes: picture [3, height, width], values in 0…1.
    public init(_ picture: Tensor) {
        precondition(picture.rank == 3 && picture.shape[0] == 3, "a picture has shape [3, height, width], not \(picture.shape)")
        let (height, width) = (picture.shape[1], picture.shape[2])
        let area = width * height
        var pixels = [UInt8](repeating: 0, count: area * 3)
        picture.withScalars { source in
            for position in 0..<area {
                for channel in 0..<3 {
                    let value = min(max(source[channel * area + position], 0), 1)
                    pixels[position * 3 + channel] = UInt8(value.isNaN ? 0 : (value * 255).rounded(.toNearestOrEven))
                }
            }
        }
        self.init(trusted: width, height, pixels)
    }
}
