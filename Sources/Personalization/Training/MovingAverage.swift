package import Tensors

/// The exponential moving average of what is learnt: it trembles less than the values themselves.
///
/// Source: diffusers, `EMAModel` without its warm-up options: early steps count as (1 + n) / (10 + n), so that the start is soon forgotten.
package struct MovingAverage {
    /// How much of the average a step keeps, once there were many.
    let decay: Double

    /// How much of the average the step with this number keeps, counted from 1.
    func decay(at step: Int) -> Double { step <= 1 ? 0 : min(decay, Double(step) / Double(9 + step)) }

    package init(decay: Double) { self.decay = decay }

    /// The average after a step.
    package func next(_ average: Tensor, value: Tensor, step: Int) -> Tensor { average - (average - value) * Float(1 - decay(at: step)) }
}

extension TrainingState {
    /// Takes the values of the step that is being taken into their averages.
    mutating func average(_ rule: MovingAverage) {
        for index in averages.indices { averages[index] = rule.next(averages[index], value: values[index], step: step + 1) }
    }
}
