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
        try requireOwn(arguments.adapters)
        try arguments.validate()
        let run = try metamodel.map { try learn($0, thing, on: images, arguments) } ?? trained(thing, on: images, arguments)
        session.trained.append(Manifest.Training(run, on: images))
        return run
    }

    /// Teaches several subjects in one run, each from its own pictures.
    ///
    /// - Parameter sets: one for each subject, in their order.
    public func train(_ subjects: [Subject], on sets: [ImageSet], _ arguments: TrainingArguments = TrainingArguments()) throws -> TrainingRun {
        let group = try SubjectGroup(subjects)
        return try train(group, on: group.pictures(sets), arguments)
    }

    /// The run itself; a thing's own adapter is attached only after pictures of its class have been drawn.
    func trained(_ thing: any Trainable, on images: ImageSet, _ arguments: TrainingArguments) throws -> TrainingRun {
        let trainer = try Trainer(thing, images: images, arguments: arguments, model: self)
        let own = (thing as? any Adapter).map { [AdapterUse($0)] } ?? []
        return try using(arguments.adapters.filter { $0.adapter !== thing }) { try using(own, isFixed: false) { try trainer.run() } }
    }
}
