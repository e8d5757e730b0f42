import CellLanguage
import Easel
import Personalization

/// A model that learns many subjects, in a cell: a model with everything that models can do, shown as what it has learnt from whom and when.
final class MetamodelObject: ModelObject, Displayable {
    static func metamodelType(methods: [NativeFunction]) -> ObjectType {
        let names = ["subject", "train", "sample"]
        let properties: [ObjectType.Property] = [
            .init("owner", .string, "Whose it is."), .init("kind", .string, "pretrained, private, privateMeta or meta."),
            .init("identifiers", .array(.string), "Of its subjects, in the order in which they were learnt."),
            .init("categories", .array(.string), "Of its subjects, in the same order."),
        ]
        let model = ModelObject.type(methods: methods)
        return ObjectType(
            "Metamodel",
            "A model that learns one subject after another and forgets none; \(names.joined(separator: ", ")) and all other verbs of models are its methods.",
            properties: properties + model.properties.filter { $0.name != "kind" }, methods: methods + [allocation, reset], isAlso: model.name)
    }

    private static let allocation = NativeFunction(
        "allocation",
        [
            .positional("category", .string, "Of the subject that would be learnt next."),
            .named("pictures", .int, default: 200, "How many prior-preservation pictures there are to share.", in: .within(0...100_000)),
        ], result: .object("Allocation"), topic: "Verbs",
        "How many prior-preservation pictures come from where when one more subject of a category is learnt: half for its own category, half for the others."
    ) { call in
        let metamodel = try call.receiver(as: MetamodelObject.self).metamodel
        guard try !call.string("category").allSatisfy(\.isWhitespace) else {
            throw call.error("category", "'category' of allocation must be a word, not empty")
        }
        return .object(AllocationObject(metamodel.allocation(for: try call.string("category"), pictures: try call.int("pictures"))))
    }

    private static let reset = NativeFunction(
        "reset", [], result: .object("Metamodel"), topic: "Verbs", "Starts over: forgets every subject that it has learnt, here and in the registry."
    ) { call in
        let object = try call.receiver(as: MetamodelObject.self)
        return try call.translatingErrors {
            try object.model.forgetLessons()
            return .object(object)
        }
    }

    private let metamodel: Metamodel

    init(_ model: Model, _ metamodel: Metamodel, type: ObjectType) {
        self.metamodel = metamodel
        super.init(model, type: type)
    }

    override var cellDescription: String { bundle.text }

    override func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "owner": .string(metamodel.record.owner)
        case "kind": .string(metamodel.kind.rawValue)
        case "identifiers": .list(metamodel.subjects.map { .string($0.identifier) })
        case "categories": .list(metamodel.subjects.map { .string($0.category) })
        default: try super.cellProperty(name)
        }
    }

    var bundle: DisplayBundle {
        let record = metamodel.record
        let title = "\(record.name) — \(record.kind.rawValue), owner \(record.owner), made of \(record.base.name)"
        guard !record.subjects.isEmpty else {
            return DisplayBundle(text: "\(title)\nnothing learnt yet", html: "<b>\(HTML.escaped(title))</b><br>nothing learnt yet")
        }
        let (header, rows) = (Metamodel.header, metamodel.rows)
        return DisplayBundle(
            text: "\(title)\n\(TextTable.text(header: header, rows: rows))", html: "<b>\(HTML.escaped(title))</b>" + HTML.table(header: header, rows: rows))
    }
}
