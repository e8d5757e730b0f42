public import Diffusion

/// What turns a picture into a control of one kind, without a network.
public protocol Detector: Sendable {
    /// What the control shows.
    var kind: ControlKind { get }

    /// The control, of the picture's size.
    ///
    /// - Parameter check: called often; what it throws ends the work.
    func control(of picture: Bitmap, check: () throws -> Void) throws -> Bitmap
}

extension Detector {
    /// The control, of the picture's size.
    ///
    /// Throws: ``DetectorError``.
    public func control(of picture: Bitmap) throws -> Bitmap { try control(of: picture) {} }
}
