/// A value of the host's, such as a model or a picture.
///
/// What it has is declared once, in its ``ObjectType``; checks, completion and help come from there.
public protocol CellObject: AnyObject {
    var cellType: ObjectType { get }
    /// The text of the value as a result.
    var cellDescription: String { get }
    /// The value of a property that the type declares.
    func cellProperty(_ name: String) throws -> Value
    /// The elements that `for … in`, `count` and a subscript with Int see; `nil` where it is no collection.
    var cellElements: [Value]? { get }
    /// The value of a subscript that is not an Int.
    func cellElement(_ key: Value) throws -> Value?
    /// The value of an operator between this and another value; `nil` where there is none. `isLeft` says on which side this one stands.
    func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) throws -> Value?
    func isCellEqual(to other: any CellObject) -> Bool
}

extension CellObject {
    public var cellElements: [Value]? { nil }
    public func cellElement(_ key: Value) throws -> Value? { nil }
    public func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) throws -> Value? { nil }
    public func isCellEqual(to other: any CellObject) -> Bool { self === other }
}
