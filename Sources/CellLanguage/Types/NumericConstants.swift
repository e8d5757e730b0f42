/// The constants of the number types, such as `Double.pi` and `Int.max`.
enum NumericConstants {
    static let ofInt: [(name: String, value: Value)] = [("max", .int(.max)), ("min", .int(.min)), ("zero", 0)]
    static let ofDouble: [(name: String, value: Value)] = [
        ("pi", .double(.pi)), ("infinity", .double(.infinity)), ("nan", .double(.nan)), ("zero", 0.0),
        ("greatestFiniteMagnitude", .double(.greatestFiniteMagnitude)), ("leastNormalMagnitude", .double(.leastNormalMagnitude)),
        ("ulpOfOne", .double(.ulpOfOne)),
    ]

    static func all(of type: ValueType) -> [(name: String, value: Value)] {
        switch type {
        case .int: ofInt
        case .double: ofDouble
        default: []
        }
    }

    static func value(_ name: String, of type: ValueType) -> Value? {
        all(of: type).first { $0.name == name }?.value
    }
}
