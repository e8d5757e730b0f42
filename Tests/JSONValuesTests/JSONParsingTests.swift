import JSONValues
import Testing

@Suite struct JSONParsingTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("-0", 0), ("12", 12), ("-7.5e2", -750.0), ("1e2", 100.0), ("1.0", 1.0),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)), ("9223372036854775808", 9.223372036854775808e18),
            (#""a\u00e9\ud83c\udfa8\n\/""#, "aé🎨\n/"), (#""\ud83c""#, "\u{FFFD}"), (#""\ud83cx\udfa8""#, "\u{FFFD}x\u{FFFD}"),
            (#""\ud83c\u0041""#, "\u{FFFD}A"), ("[]", []), (" [1 , [2] ]\r\n\t", [1, [2]]), ("{}", [:]), (#"{"a":{"b":null}}"#, ["a": ["b": .null]]),
            (#"{"a":1,"a":2}"#, ["a": 2]), (#"{"":[false]}"#, ["": [false]]),
        ] as [(String, JSONValue)])
    func parses(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "truefalse", "[", "[1", "[1,", "[1,]", "[,1]", "{", #"{"a""#, #"{"a":"#, #"{"a":1,}"#, "{1:2}", "\"", #""\"#,
        #""\u12"#, #""\u12g4""#, #""\x""#, "\"\n\"", "-", "+1", ".5", "1 2", "e5", "--1", "1e", "1e+", "1.", "1.2.3", "01", "-01", "1e400",
        "\u{FEFF}1", "NaN", "Infinity", "-Infinity", "'a'", "{a:1}", "// no\n1", "\0",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func takesWhatPythonWritesWhereAskedTo() throws {
        let value = try JSONValue(parsing: "[Infinity, -Infinity, NaN, 1e400]".utf8, allowsNonFinite: true)
        #expect(value[0] == .double(.infinity) && value[1] == .double(-.infinity) && value[3] == .double(.infinity))
        #expect(value[2]?.double?.isNaN == true)
        for text in ["Inf", "-NaN", "+Infinity", "Infinit", "N", "-"] {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8, allowsNonFinite: true) }
        }
    }

    @Test func brokenTextIsMended() throws {
        #expect(try JSONValue(parsing: [0x22, 0xFF, 0x22] as [UInt8]) == "\u{FFFD}")
    }

    @Test func repeatedKeysAreRefusedWhereAskedTo() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":{"a":2}}"#.utf8, allowsRepeatedKeys: false)["b"]?["a"] == 2)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: #"{"a":1,"\u0061":2}"#.utf8, allowsRepeatedKeys: false) }
        #expect(error?.offset == 7)
    }

    @Test func errorsTellThePlace() {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: #"{"a": [1, 2"#.utf8) }
        #expect(error.map { "\($0)" } == "not JSON: expected ',' or ']' at byte 11")
    }

    /// Nothing overflows the stack, of a secondary thread either, and nothing takes long.
    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func depthIsLimited(_ opening: String) async throws {
        for count in [JSONValue.greatestDepth + 1, 100_000, 1_000_000] {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: opening, count: count).utf8) }
        }
        let depth = JSONValue.greatestDepth
        let deepest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try JSONValue(parsing: deepest.utf8)
        #expect(value.serialized() == Array(deepest.utf8))
    }

    /// A bool is no number, a number no bool, and a whole number keeps its digits.
    @Test func kindsAreKeptApart() throws {
        let value = try JSONValue(parsing: #"[true, false, 1, 0, 1.0, 0.0, "1", "true", null, 9007199254740993]"#.utf8)
        let elements = try #require(value.array)
        #expect(elements.map(\.bool) == [true, false, nil, nil, nil, nil, nil, nil, nil, nil])
        #expect(elements.map(\.int) == [nil, nil, 1, 0, 1, 0, nil, nil, nil, 9_007_199_254_740_993])
        #expect(elements.map(\.double) == [nil, nil, 1, 0, 1, 0, nil, nil, nil, 9_007_199_254_740_992])
        #expect(elements.map(\.string) == [nil, nil, nil, nil, nil, nil, "1", "true", nil, nil])
        #expect(elements.map(\.isNull) == [false, false, false, false, false, false, false, false, true, false])
        for huge in [JSONValue.double(1e300), .double(.nan), .double(.infinity), .double(1.5)] { #expect(huge.int == nil) }
    }

    /// The header of a large checkpoint is read at once.
    @Test func twoMegabytesTakeAMomentOnly() throws {
        let entry = #"{"dtype": "F16", "shape": [320, 320, 3, 3], "data_offsets": [1843200, 3686400]}"#
        let text = "{\((0..<20_000).map { #""model.layer.\#($0).weight": \#(entry)"# }.joined(separator: ", "))}"
        #expect(text.utf8.count > 2_000_000)
        let start = ContinuousClock.now
        let value = try JSONValue(parsing: text.utf8)
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(value.object?.count == 20_000)
        #expect(value["model.layer.7.weight"]?["shape"] == [320, 320, 3, 3])
    }

    /// Texts changed at random are values or errors.
    @Test func changedTextsAreReadOrRefused() {
        let text = Array(#"{"a": [1, -2.5e3, true, null], "b": {"c": "x\u00e9\n\ud83c\udfa8"}, "d": Infinity}"#.utf8)
        var state: UInt64 = 88_172_645_463_325_252
        func draw(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % bound
        }
        for _ in 0..<20_000 {
            var changed = text
            for _ in 0...draw(3) { changed[draw(changed.count)] = UInt8(draw(256)) }
            changed.removeLast(draw(changed.count / 2))
            guard let value = try? JSONValue(parsing: changed, allowsNonFinite: true) else { continue }
            #expect((try? JSONValue(parsing: value.serialized())) != nil)
        }
    }
}
