public import Tensors

/// What ControlNets add to a UNet: to every intermediate result of the way down, and to the lowest level.
///
/// Source: Zhang, Rao and Agrawala 2023, "Adding Conditional Control to Text-to-Image Diffusion Models", section 3.2.
public struct ControlResiduals {
    /// In the order of the way down, the input convolution's first.
    ///
    /// Shapes: those of the UNet's, or [batch, channels, 1, 1] where the network pools them.
    public let down: [Tensor]
    /// Shape: that of the lowest level, or [batch, channels, 1, 1].
    public let mid: Tensor

    /// Several networks add up.
    public static func + (left: ControlResiduals, right: ControlResiduals) -> ControlResiduals {
        ControlResiduals(down: zip(left.down, right.down).map { $0 + $1 }, mid: left.mid + right.mid)
    }

    func added(to skips: [Tensor]) -> [Tensor] {
        precondition(skips.count == down.count, "one residual a skip: the ControlNet fits the UNet")
        return zip(skips, down).map { $0 + $1 }
    }
}
