import JSONValues
import Jupyter
import Testing

@Suite struct JSONTextTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("-0", 0), ("12", 12), ("-7.5e2", -750.0), ("1e2", 100.0),
            ("9223372036854775808", 9.223372036854775808e18),
            (#""a\u00e9\ud83c\udfa8\n\/""#, "aé🎨\n/"), (#""\ud83c""#, "\u{FFFD}"), (#""\ud83cx\udfa8""#, "\u{FFFD}x\u{FFFD}"),
            ("[]", []), (" [1 , [2] ] ", [1, [2]]), ("{}", [:]), (#"{"a":{"b":null}}"#, ["a": ["b": .null]]), (#"{"a":1,"a":2}"#, ["a": 2]),
        ] as [(String, JSONValue)])
    func parses(text: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "[", "[1", "[1,", "[1,]", "{", #"{"a""#, #"{"a":"#, #"{"a":1,}"#, "{1:2}", "\"", #""\"#, #""\u12"#,
        #""\x""#, "\"\n\"",
        "-", "+1", ".5", "1 2", "e5", "--1", "1e", "1.2.3", "\u{FEFF}1",
    ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func whatPythonWrites() throws {
        #expect(try JSONParser.parse(Array("[Infinity,-Infinity]".utf8)) == [.double(.infinity), .double(-.infinity)])
        #expect(try JSONParser.parse(Array("NaN".utf8)).double?.isNaN == true)
        #expect(try JSONParser.parse(Array([0x22, 0xFF, 0x22] as [UInt8])) == "\u{FFFD}")
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 199) + String(repeating: "]", count: 199)
        #expect(throws: Never.self) { try JSONParser.parse(Array(deep.utf8)) }
        #expect(throws: JSONError.self) { try JSONParser.parse(Array(String(repeating: "[", count: 1_000_000).utf8)) }
    }

    @Test func writes() {
        let value: JSONValue = ["b": [1, 2.5, .null, false], "a": "q\"\\\n\u{1}é🎨", "c": [:], "d": [], "e": .double(.nan)]
        #expect(
            String(decoding: JSONWriter.write(value), as: UTF8.self)
                == #"{"a":"q\"\\\n\u0001é🎨","b":[1,2.5,null,false],"c":{},"d":[],"e":null}"#
        )
        let lines = "{\n \"a\": [\n  1\n ],\n \"b\": {}\n}"
        #expect(String(decoding: JSONWriter.write(["b": [:], "a": [1]], indentation: 1), as: UTF8.self) == lines)
    }

    @Test func numbersSurvive() throws {
        for number in [0.1, 1e-7, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 123456789.125] {
            #expect(try JSONParser.parse(JSONWriter.write(.double(number))) == .double(number))
        }
        for number in [Int.min, -1, 0, Int.max] {
            #expect(try JSONParser.parse(JSONWriter.write(.int(number))) == .int(number))
        }
        #expect(JSONValue.double(3).int == 3)
        #expect(JSONValue.double(.infinity).int == nil)
        #expect(JSONValue.double(1e300).int == nil)
    }
}
