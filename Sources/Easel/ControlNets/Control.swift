public import Personalization

/// What steers a drawing besides its prompt: a ControlNet, what it is shown, how strongly and for how long.
public struct Control {
    /// nil for the one that fits the pictures' kind.
    public var net: ControlNet?
    /// One for all prompts, or one for each; scaled to the drawing's size.
    public var images: [Image]
    /// What the net adds is multiplied by this.
    public var weight: Double
    /// The share of the steps after which it begins, and that after which it ends.
    public var start: Double
    public var end: Double

    public init(_ images: [Image], by net: ControlNet? = nil, weight: Double = 1, start: Double = 0, end: Double = 1) {
        (self.net, self.images) = (net, images)
        (self.weight, self.start, self.end) = (weight, start, end)
    }
}

extension ControlNet {
    /// The net with what it is shown, as `sample` takes it.
    public func callAsFunction(_ image: Image, weight: Double = 1, start: Double = 0, end: Double = 1) -> Control {
        Control([image], by: self, weight: weight, start: start, end: end)
    }

    /// The net with what it is shown for each prompt.
    public func callAsFunction(_ images: [Image], weight: Double = 1, start: Double = 0, end: Double = 1) -> Control {
        Control(images, by: self, weight: weight, start: start, end: end)
    }
}
