import CellLanguage
import Personalization

/// One particular thing of a category, in a cell.
final class SubjectObject: TrainableObject {
    static let type = ObjectType(
        "Subject", "One particular thing of a category, taught with DreamBooth under an identifier.",
        properties: [
            .init("identifier", .string, "The rare word that stands for it."), .init("category", .string, "What it is one of."),
            .init("instancePrompt", .string, "The prompt of its pictures."),
            .init("classPrompt", .string, "The prompt of other things of its category, which stay as they are."),
        ], methods: [.reset(of: "Subject")])

    let subject: Subject
    var thing: any Trainable { subject }

    init(_ subject: Subject) { self.subject = subject }

    var cellType: ObjectType { Self.type }
    var cellDescription: String { "Subject \"\(subject.instancePrompt)\", one of \"\(subject.classPrompt)\"" }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "identifier": .string(subject.identifier)
        case "category": .string(subject.category)
        case "instancePrompt": .string(subject.instancePrompt)
        default: .string(subject.classPrompt)
        }
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? SubjectObject)?.subject === subject }
}
