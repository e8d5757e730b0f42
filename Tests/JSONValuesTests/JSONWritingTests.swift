import JSONValues
import Testing

@Suite struct JSONWritingTests {
    @Test func writes() {
        let value: JSONValue = ["b": [1, 2.5, .null, false], "a": "q\"\\\n\u{1}é🎨", "c": [:], "d": [], "e": .double(.nan)]
        #expect(value.description == #"{"a":"q\"\\\n\u0001é🎨","b":[1,2.5,null,false],"c":{},"d":[],"e":null}"#)
        let lines = "{\n \"a\": [\n  1\n ],\n \"b\": {}\n}"
        #expect(String(decoding: (["b": [:], "a": [1]] as JSONValue).serialized(indentation: 1), as: UTF8.self) == lines)
    }

    @Test func numbersSurvive() throws {
        for number in [0.1, 1.0, 1e-7, 1e16, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 123456789.125] {
            #expect(try JSONValue(parsing: JSONValue.double(number).serialized()) == .double(number))
        }
        for number in [Int.min, -1, 0, Int.max] {
            #expect(try JSONValue(parsing: JSONValue.int(number).serialized()) == .int(number))
        }
    }

    @Test func everyCharacterSurvives() throws {
        let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "🎨👩‍🚀\u{2028}\u{FFFF}"
        #expect(try JSONValue(parsing: JSONValue.string(text).serialized()) == .string(text))
        #expect(try JSONValue(parsing: JSONValue.object([text: 1]).serialized()) == [text: 1])
    }
}
