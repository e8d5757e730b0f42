public import Diffusion
public import Personalization

/// What steers a drawing, as `sample` takes it: a net with its picture, a detector's picture alone, or several at once.
public protocol ControlList {
    var controls: [Control] { get }
}

extension Control: ControlList {
    public var controls: [Control] { [self] }
}

extension Image: ControlList {
    public var controls: [Control] { [Control([self])] }
}

extension [Control]: ControlList {
    public var controls: [Control] { self }
}

/// Reads a ControlNet for the current model.
@discardableResult
public func controlNet(
    _ source: String, kinds: Set<ControlKind>? = nil, variant: String? = nil, config: String? = nil, name: String? = nil
) throws -> ControlNet {
    try EaselSession.shared.model().loadControlNet(source, kinds: kinds, variant: variant, config: config, name: name)
}
