package import Tensors

extension FixtureTensors {
    /// The entry of that name as a float32 tensor.
    package func tensor(_ name: String) throws -> Tensor {
        let entry = try entry(name)
        return Tensor(entry.floats, shape: entry.shape)
    }
}
