import CellLanguage
import Personalization

/// A token in a cell.
final class TokenObject: TrainableObject {
    static let type = ObjectType(
        "Token", "A word of one's own, learnt from pictures.",
        properties: [
            .init("placeholder", .string, "What stands for it in prompts."), .init("vectors", .int, "How many vectors stand for it."),
            .init("norm", .double, "Length of its vectors, on average; an ordinary word's is about the same."),
            .init("initializer", .optional(.string), "The word it started from."),
        ],
        methods: [.reset(of: "Token")])

    let token: Token
    var thing: any Trainable { token }

    init(_ token: Token) { self.token = token }

    var cellType: ObjectType { Self.type }

    var cellDescription: String {
        let start = token.initializer.map { ", started from '\($0)'" } ?? ""
        return "Token \(token.placeholder) (\(token.vectors) vector\(token.vectors == 1 ? "" : "s")\(start))"
    }

    func cellProperty(_ name: String) throws -> Value {
        switch name {
        case "placeholder": .string(token.placeholder)
        case "vectors": .int(token.vectors)
        case "norm": .double(Double(token.norm))
        default: token.initializer.map { Value.string($0).wrapped } ?? .nil
        }
    }

    func isCellEqual(to other: any CellObject) -> Bool { (other as? TokenObject)?.token === token }
}
