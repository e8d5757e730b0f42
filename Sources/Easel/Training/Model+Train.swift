import Diffusion
import NeuralNetworks
public import Personalization

extension Model {
    /// Teaches the model a token from pictures.
    ///
    /// An interrupted run keeps what it learnt and is returned with `interrupted` set; nothing is thrown for it.
    /// - Throws: before the first step for arguments that make no sense and memory that would not suffice; `PersonalizationError.diverged`.
    public func train(_ token: Token, on images: ImageSet, _ arguments: TrainingArguments = TrainingArguments()) throws -> TrainingRun {
        try requireOwn(token)
        try arguments.validate()
        let trainer = try Trainer(token, images: images, arguments: arguments, model: self)
        let run = try trainer.run()
        session.trained.append(Manifest.Training(run, on: images))
        return run
    }
}
