import CellLanguage
import Easel
import Personalization

extension Verbs {
    private static let owner = Parameter.named("owner", .optional(.string), defaultText: "the person who is logged in", "Who speaks.")

    /// Like `load`, it makes the current model.
    func metamodel(type: ObjectType) -> NativeFunction {
        .verb(
            "metamodel",
            [
                .positional("name", .string, "What it is called in the registry."),
                .named(
                    "kind", .enumeration(Choices.modelKind), default: Choices.modelKind.value("meta"), "Who can find it, and whether it goes on learning."),
                Self.owner,
            ], result: .object("Metamodel"),
            "A model that learns one subject or style after another and forgets none, found in the registry or made of the current model; it becomes the current one.\n\nWhat it learns is kept, with the pictures, for later sessions. Prompts may say <sks> for the subject of that identifier."
        ) { [engine] call in
            let kind = ModelKind(rawValue: try call.enumeration("kind").caseName) ?? .meta
            let model = try engine.metamodel(call.string("name"), kind: kind, owner: call.value("owner")?.asString)
            guard let metamodel = model.metamodel else { return .nil }
            let object = MetamodelObject(model, metamodel, type: type)
            try call.context.output.display(.object(object))
            return .object(object)
        }
    }

    var metamodels: NativeFunction {
        .verb("metamodels", [Self.owner], result: .object("Table"), "The models in the registry that a person can find: what each has learnt, and when.") {
            [engine] call in
            let records = try engine.metamodels(owner: call.value("owner")?.asString)
            let rows = records.map { record in
                let subjects = record.subjects.map { "\($0.identifier) \($0.category)" }.joined(separator: ", ")
                return [
                    record.name, record.kind.rawValue, record.owner, record.base.name, subjects.isEmpty ? "nothing yet" : subjects,
                    record.subjects.last?.learnt ?? record.created,
                ]
            }
            return .object(TableObject(title: "Models: \(rows.count)", header: ["name", "kind", "owner", "made of", "knows", "last change (UTC)"], rows: rows))
        }
    }
}
