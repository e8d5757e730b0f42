import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsReadingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Every floating-point type, behind headers of every length modulo eight: no number need be aligned.
    @Test(arguments: 0..<8)
    func floatingPointTypesAreWidened(_ padding: Int) throws {
        let values: [Float] = [0, -0.0, 1, -2.5, 65504, .infinity, -.infinity, 6.1035156e-05]
        let types: [(String, [UInt8])] = [
            ("F32", littleEndianBytes(values)), ("F64", littleEndianBytes(values.map { Double($0) })),
            ("F16", littleEndianBytes(values.map { Float16($0) })),
            ("BF16", littleEndianBytes(values.map { UInt16($0.bitPattern >> 16) })),
        ]
        for (name, body) in types {
            let header = #"{"t":{"dtype":"\#(name)","shape":[2,4],"data_offsets":[0,\#(body.count)]}}"# + String(repeating: " ", count: padding)
            let file = try SafetensorsFile(path: folder.write(safetensorsBytes(header: header, body: body), to: "\(name).safetensors"))
            let tensor = try file.tensor("t")
            #expect(tensor.shape == [2, 4])
            let expected = name == "BF16" ? values.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) } : values
            #expect(tensor.scalars.map(\.bitPattern) == expected.map(\.bitPattern), "\(name)")
        }
    }

    /// All of them, more often than one thread converts at a time, at an odd count, and no part like the one before.
    @Test(arguments: ["F16", "BF16"]) func everyPatternOfSixteenBitsIsWidened(type: String) throws {
        let count = 9 * 65_536 + 5
        let patterns = (0..<count).map { UInt16(truncatingIfNeeded: $0 + $0 / 65_536) }
        let header = #"{"t":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(2 * count)]}}"#
        let file = try SafetensorsFile(path: folder.write(safetensorsBytes(header: header, body: littleEndianBytes(patterns)), to: "all.safetensors"))
        let wrong = zip(patterns, try file.tensor("t").scalars).filter { pattern, found in
            let expected = type == "F16" ? Float(Float16(bitPattern: pattern)) : Float(bitPattern: UInt32(pattern) << 16)
            return expected.isNaN ? !found.isNaN : found.bitPattern != expected.bitPattern
        }
        #expect(wrong.isEmpty)
    }

    @Test func notANumberStaysOne() throws {
        let body = littleEndianBytes([Float.nan]) + littleEndianBytes([Float16.nan, .nan])
        let header = #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}"#
        let file = try SafetensorsFile(path: folder.write(safetensorsBytes(header: header, body: body), to: "nan.safetensors"))
        #expect(try file.tensor("a").item.isNaN)
        #expect(try file.tensor("b").scalars.allSatisfy(\.isNaN))
    }

    @Test func scalarsEmptyTensorsAndMetadataAreRead() throws {
        let header = """
            {"__metadata__":{"format":"pt"},"scalar":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
             "empty":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}, "ids":{"dtype":"I64","shape":[1],"data_offsets":[4,12]}}
            """
        let body = littleEndianBytes([Float(7)]) + littleEndianBytes([Int64(3)])
        let path = try folder.write(safetensorsBytes(header: header, body: body), to: "mixed.safetensors")
        let file = try SafetensorsFile(path: path)
        #expect(file.metadata == ["format": "pt"])
        #expect(try file.tensor("scalar").item == 7)
        #expect(try file.tensor("empty").shape == [0, 3])
        #expect(file.entries["ids"]?.storageType == .int64)
        expectError(naming: path, "ids") { try file.tensor("ids") }
        expectError(naming: path, "absent") { try file.tensor("absent") }
        #expect(try Checkpoint(path: path).scalarCount == 1)
    }

    @Test func whatIsNoFileIsRefused() throws {
        expectError(naming: "\(folder.path)/absent.safetensors", "no such file") { try SafetensorsFile(path: "\(folder.path)/absent.safetensors") }
        expectError(naming: folder.path, "folder") { try SafetensorsFile(path: folder.path) }
        expectError(naming: "/dev/zero", "no ordinary file") { try SafetensorsFile(path: "/dev/zero") }
        let empty = try folder.write([], to: "empty.safetensors")
        expectError(naming: empty, "0 bytes") { try SafetensorsFile(path: empty) }
    }
}

/// Expects an error of the room that names a file and says what is wrong with it.
func expectError(
    naming path: String, _ part: String = "", sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Any
) {
    do {
        _ = try body()
        Issue.record("no error for \(path)", sourceLocation: sourceLocation)
    } catch let error as NeuralNetworksError {
        let text = error.description
        #expect(text.contains(path) && text.contains(part), "\(text)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
}
