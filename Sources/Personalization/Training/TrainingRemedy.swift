public import Diffusion

/// What a person can change so that a training fits into memory.
public struct TrainingRemedy {
    /// In the words of `train`'s arguments, with what it takes then.
    public let text: String

    private struct Change: Sendable {
        let words: String
        /// Nil where it is so already.
        let apply: @Sendable (inout TrainingSettings) -> Bool
    }

    private static let changes = [
        Change(words: "optimizer: .adamW8bit") { settings in
            defer { settings.optimizer = .adamW8bit }
            return settings.optimizer != .adamW8bit
        },
        Change(words: "neither clipNorm nor gradientAccumulation") { settings in
            defer { (settings.clipNorm, settings.gradientAccumulation) = (nil, 1) }
            return settings.needsAllGradients
        },
        Change(words: "batchSize: 1") { settings in
            defer { settings.batchSize = 1 }
            return settings.batchSize > 1
        },
    ]

    /// Tries one change after the other, keeping those that help, until it fits.
    public init(
        _ model: StableDiffusion, learning thing: any Trainable, settings: TrainingSettings, side: Int? = nil, checkpointing: GradientCheckpointing, free: Int
    ) {
        func bytes(_ settings: TrainingSettings) -> Int { TrainingMemory(model, learning: thing, settings: settings, side: side, checkpointing: .on).bytes }
        var words = checkpointing == .off ? ["checkpointing: .on"] : []
        var settings = settings
        var needed = bytes(settings)
        for change in Self.changes where needed > free {
            var changed = settings
            guard change.apply(&changed), bytes(changed) < needed else { continue }
            (settings, needed) = (changed, bytes(changed))
            words.append(change.words)
        }
        guard needed <= free else {
            let smaller = thing is any WeightTrainable ? "Teach a lora(…) instead, whose gradients are few, or close" : "Close"
            text = "\(smaller) other programs or notebooks."
            return
        }
        text = words.isEmpty ? "Close other programs or notebooks." : "With \(words.joined(separator: ", ")) it takes \(ByteCount(needed))."
    }
}
