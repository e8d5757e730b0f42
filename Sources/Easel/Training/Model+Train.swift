import Diffusion
import NeuralNetworks
public import Personalization

extension Model {
    /// Teaches the model a thing from pictures; what the thing is chooses the method.
    ///
    /// An interrupted run keeps what it learnt and is returned with `interrupted` set; nothing is thrown for it.
    /// - Throws: before the first step for arguments that make no sense and memory that would not suffice; `PersonalizationError.diverged`.
    public func train(_ thing: any Trainable, on images: ImageSet, _ arguments: TrainingArguments = TrainingArguments()) throws -> TrainingRun {
        try requireOwn(thing)
        try arguments.validate()
        let run = try metamodel.map { try learn($0, thing, on: images, arguments) } ?? Trainer(thing, images: images, arguments: arguments, model: self).run()
        session.trained.append(Manifest.Training(run, on: images))
        return run
    }
}
