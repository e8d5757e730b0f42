import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Takes the recorded steps of a case with an adapter, and compares losses, gradients and what comes of them.
struct AdapterDrive {
    let value: AdapterCase
    let adapter: any Adapter
    /// Losses as they were recorded, one a step.
    let losses: [Double]
    /// Of the first step, in the order of the adapter's parameters.
    let gradients: [Tensor]
    /// The values after the last step.
    let final: [Tensor]
    /// What is done with the values before each step.
    var constrain: ([Tensor]) -> [Tensor] = { $0 }

    func expectSteps(_ steps: [FixtureValue]) throws {
        let initial = adapter.parameters.map(\.value)
        let (tolerance, decay) = (value.value["tolerance"], value.value["weight_decay"].double ?? 0)
        var optimizer = AdamW(epsilon: value.value["eps"].double ?? 0, weightDecay: decay)
        #expect(!losses.isEmpty && losses.count <= steps.count && gradients.map(\.shape) == initial.map(\.shape))
        for (index, loss) in losses.enumerated() {
            for (parameter, value) in zip(adapter.parameters, constrain(adapter.parameters.map(\.value))) { parameter.update(value) }
            let (found, own) = try step(steps[index])
            expectClose([Double(found)], [loss], absolute: tolerance["loss_abs"].double ?? 0, "\(value.name), step \(index)", parity: value.row("loss"))
            if index == 0 { expect(own, gradients, within: "grad_rel_l2", "gradients of the first step") }
            let clipping = own.clipping(toNorm: value.value["max_grad_norm"].float ?? .infinity)
            let norm = value.value["steps"][index]["grad_norm_before_clip"].double ?? value.value["grad_norm_before_clip"][index].double ?? .nan
            expectClose([Double(clipping.norm)], [norm], relative: 1e-3, "\(value.name), norm of step \(index)")
            let pairs = zip(adapter.parameters, own).map { (value: $0.value, gradient: $1) }
            let updated = optimizer.updated(pairs, learningRate: value.value["learning_rate"].double ?? 0, gradientScale: clipping.factor)
            for (parameter, value) in zip(adapter.parameters, updated) { parameter.update(value) }
        }
        let changes = zip(adapter.parameters, initial).map { $0.value - $1 }
        expect(changes, zip(final, initial).map { $0 - $1 }, within: "delta_rel_l2", "changes of what is learnt")
        #expect(!value.unet.parameters.contains { $0.isTrainable } && !value.text.parameters.contains { $0.isTrainable })
    }

    private func step(_ step: FixtureValue) throws -> (loss: Float, gradients: [Tensor]) {
        for parameter in adapter.parameters { parameter.isTrainable = true }
        defer { for parameter in adapter.parameters { parameter.isTrainable = false } }
        return try [AdapterUse(adapter)].during(isFixed: false) {
            let loss = try value.loss(of: step)
            let found = try Tensors.gradients(of: loss)
            return (loss.item, adapter.parameters.map { found[$0.value] ?? Tensor.zeros($0.value.shape) })
        }
    }

    private func expect(_ actual: [Tensor], _ expected: [Tensor], within key: String, _ what: String) {
        let error = relativeError(actual.flatMap(\.scalars), expected.flatMap(\.scalars))
        ParityRecorder.expect(error, within: value.value["tolerance"][key].double ?? 0, value.name, value.row(what))
    }
}
