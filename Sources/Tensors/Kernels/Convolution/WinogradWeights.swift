internal import CVectorKernels

/// Weights of 3 × 3 convolutions on their way into the transformed domain, a block at a time: transforming them anew at every call costs a few
/// hundredths of the products, keeping them transformed would cost four times the memory of the weights.
struct WinogradWeights {
    /// [outputs, inputs, 3, 3], dense, as in the checkpoint.
    let base: Pointer
    /// The second extent of `base`.
    let inputs: Int
    /// For the gradient of the input: inputs and outputs change places, the kernel is turned by 180 degrees.
    let isTurned: Bool
    let level: InstructionLevel

    /// Transforms the weights from `channels` to `outputs` (both as the product sees them) into panels, one set for each point, `step` elements apart.
    ///
    /// - Parameter scratch: room for 9 panels' rows for each channel.
    @inline(__always)
    func transform<T: WinogradTransform>(
        _: T.Type, channels: Range<Int>, outputs: Range<Int>, into panels: Pointer, step: Int, scratch: Pointer
    ) {
        let width = level.panelColumns
        for first in stride(from: outputs.lowerBound, to: outputs.upperBound, by: width) {
            pack(channels, first..<min(first + width, outputs.upperBound), scratch)
            let panel = panels + (first - outputs.lowerBound) * channels.count
            withUnsafeTemporaryAllocation(of: Vector.self, capacity: 3 * T.points) { buffer in
                guard let half = buffer.baseAddress else { return }
                for channel in 0..<channels.count {
                    for column in stride(from: 0, to: width, by: 8) {
                        let source = scratch + channel * 9 * width + column
                        transform(T.self, source, width, half, panel + channel * width + column, step)
                    }
                }
            }
        }
    }

    /// One input and eight outputs: rows, then columns.
    @inline(__always)
    private func transform<T: WinogradTransform>(
        _: T.Type, _ source: Pointer, _ width: Int, _ half: UnsafeMutablePointer<Vector>, _ target: Pointer, _ step: Int
    ) {
        for row in 0..<3 {
            T.weight(
                { tap in source.vector((isTurned ? 8 - 3 * row - tap : 3 * row + tap) * width) },
                { half[row * T.points + $0] = $1 })
        }
        for column in 0..<T.points {
            T.weight({ half[$0 * T.points + column] }, { target.store($1, ($0 * T.points + column) * step) })
        }
    }

    /// [channels, 9, panel]: the taps as they lie, side by side for the outputs of one panel.
    private func pack(_ channels: Range<Int>, _ outputs: Range<Int>, _ scratch: Pointer) {
        let number = Int32(level.rawValue)
        if isTurned {
            for (index, channel) in channels.enumerated() {
                let source = base + (channel * inputs + outputs.lowerBound) * 9
                easel_pack_transposed(number, source, 9, outputs.count, 9, scratch + index * 9 * level.panelColumns)
            }
        } else {
            let source = base + (outputs.lowerBound * inputs + channels.lowerBound) * 9
            easel_pack_transposed(number, source, inputs * 9, outputs.count, channels.count * 9, scratch)
        }
    }
}
