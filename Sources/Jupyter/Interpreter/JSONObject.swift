public import JSONValues

/// The members of a JSON object.
public typealias JSONObject = [String: JSONValue]
