public import NeuralNetworks

/// Something that can be learnt from pictures; what it is decides what receives updates and how it appears in prompts.
public protocol Trainable: AnyObject {
    /// What people call it.
    var label: String { get }
    /// All that receives updates; frozen outside of training steps.
    var parameters: [Parameter] { get }
    /// A template with the thing in the place of `{}`.
    func prompt(_ template: String) -> String
}
