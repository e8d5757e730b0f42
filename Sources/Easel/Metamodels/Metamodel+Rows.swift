import FoundationEssentials
import Personalization

extension Metamodel {
    /// What ``rows`` are called.
    public static let header = ["prompt", "owner", "pictures", "training", "learnt (UTC)"]

    /// One row a subject, in the order in which they were learnt.
    public var rows: [[String]] {
        subjects.map { subject in
            let settings = try? JSONDecoder().decode(TrainingSettings.self, from: Data(subject.settings.utf8))
            let training = settings.map { "\($0.steps.counted("step")) of \($0.batchSize), learning rate \($0.learningRate)" } ?? ""
            return ["a \(subject.identifier) \(subject.category)", subject.owner, "\(subject.pictures.count)", training, subject.learnt]
        }
    }
}
