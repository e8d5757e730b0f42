import JSONValues
import NeuralNetworks
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private enum Colour: String, CaseIterable { case red, green }

    private func file(_ text: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: folder.write(text.utf8, to: "config.json"))
    }

    @Test func valuesAreRead() throws {
        let file = try file(
            #"{"n": 3, "whole": 3.0, "list": [1, 2], "x": 1e-5, "no": false, "t": "text", "c": "green", "cs": ["red", "red"], "null": null, "inf": -Infinity}"#)
        #expect(try file.count("n") == 3 && file.count("whole") == 3 && file.count("absent", default: 7) == 7 && file.count("null", default: 8) == 8)
        #expect(try file.counts("list") == [1, 2] && file.counts("n", length: 2) == [3, 3] && file.counts("null", length: 1, default: [4]) == [4])
        #expect(try file.number("x") == 1e-5 && file.number("n") == 3)
        #expect(try file.flag("no", default: true) == false && file.flag("absent", default: true))
        #expect(try file.text("t") == "text")
        #expect(try file.choice("c", default: Colour.red) == .green && file.choices("cs") == [Colour.red, .red])
        try file.require("n", isOneOf: [1, 3])
        try file.require("null", isOneOf: [1])
        try file.require("absent", isOneOf: [1])
    }

    /// An error names the file, the key, what was expected and what was found.
    @Test func errorsSayWhatToDo() throws {
        let file = try file(#"{"n": 0, "huge": 1000001, "flag": 1, "bool": true, "list": [1, "2"], "c": "blue", "t": 5, "inf": Infinity, "x": "1"}"#)
        func expect(_ key: String, found: String, _ body: () throws -> Any) {
            expectError(naming: file.path, "'\(key)' is \(found); expected ", body)
        }
        expect("n", found: "0") { try file.count("n") }
        expect("huge", found: "1000001") { try file.count("huge") }
        expect("absent", found: "absent") { try file.count("absent") }
        expect("bool", found: "true") { try file.count("bool") }
        expect("flag", found: "1") { try file.flag("flag", default: true) }
        expect("list", found: #"[1,"2"]"#) { try file.counts("list") }
        expect("list", found: #"[1,"2"]"#) { try file.counts("list", length: 3) }
        expect("c", found: #""blue""#) { try file.choice("c", default: Colour.red) }
        expect("c", found: #""blue""#) { try file.choices("c") as [Colour] }
        expect("t", found: "5") { try file.text("t") }
        expect("x", found: #""1""#) { try file.number("x") }
        expect("inf", found: "null") { try file.number("inf") }
        expect("t", found: "5") { try file.require("t", isOneOf: [6, "seven"]) }
    }

    @Test(arguments: ["", "{", "[]", "7", #"{"a": }"#, "{'a': 1}"])
    func whatIsNoConfigurationIsRefused(_ text: String) throws {
        expectError(naming: "\(folder.path)/config.json") { try file(text) }
    }

    @Test func whatCannotBeReadIsNamed() {
        expectError(naming: "\(folder.path)/none.json", "no such file") { try ConfigurationFile(path: "\(folder.path)/none.json") }
        expectError(naming: folder.path, "folder") { try ConfigurationFile(path: folder.path) }
    }
}
