import Jupyter
import Testing

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("null", nil), ("true", true), ("-0", 0), ("12", 12), ("-7.5e2", -750.0), ("1e2", 100.0),
            ("9223372036854775808", 9.223372036854775808e18),
            (#""a\u00e9\ud83c\udfa8\n\/""#, "aé🎨\n/"), (#""\ud83c""#, "\u{FFFD}"), (#""\ud83cx\udfa8""#, "\u{FFFD}x\u{FFFD}"),
            ("[]", []), (" [1 , [2] ] ", [1, [2]]), ("{}", [:]), (#"{"a":{"b":null}}"#, ["a": ["b": nil]]), (#"{"a":1,"a":2}"#, ["a": 2]),
        ] as [(String, JSONValue)])
    func parses(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "[", "[1", "[1,", "[1,]", "{", #"{"a""#, #"{"a":"#, #"{"a":1,}"#, "{1:2}", "\"", #""\"#, #""\u12"#,
        #""\x""#, "\"\n\"",
        "-", "+1", ".5", "1 2", "e5", "--1", "1e", "1.2.3", "\u{FEFF}1",
    ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func whatPythonWrites() throws {
        #expect(try JSONValue(parsing: "[Infinity,-Infinity]".utf8) == [.number(.infinity), .number(-.infinity)])
        #expect(try JSONValue(parsing: "NaN".utf8).double?.isNaN == true)
        #expect(try JSONValue(parsing: [0x22, 0xFF, 0x22] as [UInt8]) == "\u{FFFD}")
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 199) + String(repeating: "]", count: 199)
        #expect(throws: Never.self) { try JSONValue(parsing: deep.utf8) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000).utf8) }
    }

    @Test func writes() {
        let value: JSONValue = ["b": [1, 2.5, nil, false], "a": "q\"\\\n\u{1}é🎨", "c": [:], "d": [], "e": .number(.nan)]
        #expect(
            String(decoding: value.serialized(), as: UTF8.self) == #"{"a":"q\"\\\n\u0001é🎨","b":[1,2.5,null,false],"c":{},"d":[],"e":null}"#
        )
        let lines = "{\n \"a\": [\n  1\n ],\n \"b\": {}\n}"
        #expect(String(decoding: (["b": [:], "a": [1]] as JSONValue).serialized(indentation: 1), as: UTF8.self) == lines)
    }

    @Test func numbersSurvive() throws {
        for number in [0.1, 1e-7, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 123456789.125] {
            #expect(try JSONValue(parsing: JSONValue.number(number).serialized()) == .number(number))
        }
        for number in [Int.min, -1, 0, Int.max] {
            #expect(try JSONValue(parsing: JSONValue.integer(number).serialized()) == .integer(number))
        }
        #expect(JSONValue.number(3).integer == 3)
        #expect(JSONValue.number(.infinity).integer == nil)
        #expect(JSONValue.number(1e300).integer == nil)
    }
}
