import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Files that are not what they say: always an error that names the file, never a trap.
@Suite struct SafetensorsLiesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        "", "{", "[]", "7", "null", #""text""#, "{]", #"{"a":1}"#, #"{"a":null}"#, #"{"a":[]}"#, #"{"a":{}}"#, "{\"a\":{}}\u{0}",
        #"{"a":{"dtype":"F32","shape":[1]}}"#, #"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, #"{"a":{"shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,"4"]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[true],"data_offsets":[0,4]}}"#, #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}"#, #"{"a":{"dtype":"F32","shape":[null],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, #"{"a":{"dtype":7,"shape":[4],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}"#,
        #"{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#,
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
        #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}"#, "{}",
        #"{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"__metadata__":[],"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    ])
    func lyingHeadersAreRefused(_ header: String) throws {
        let path = try folder.write(safetensorsBytes(header: header, body: [0, 0, 0, 0]), to: "lies.safetensors")
        expectError(naming: path) { try SafetensorsFile(path: path) }
        expectError(naming: path) { try Checkpoint(path: path) }
    }

    @Test(arguments: [1, 8, 4096, 100_000_001, UInt64(Int.max), UInt64(Int.max) + 1, .max - 7, .max])
    func lyingHeaderLengthsAreRefused(_ length: UInt64) throws {
        let path = try folder.write(safetensorsBytes(header: "{}", announcing: length), to: "length.safetensors")
        expectError(naming: path) { try SafetensorsFile(path: path) }
    }

    @Test func deepHeadersAreRefused() throws {
        for opening in ["[", #"{"a":"#] {
            let header = String(repeating: opening, count: 100_000)
            let path = try folder.write(safetensorsBytes(header: header), to: "deep.safetensors")
            expectError(naming: path, "nesting") { try SafetensorsFile(path: path) }
        }
    }

    /// Whatever of a true file is missing at its end.
    @Test func truncatedFilesAreRefused() throws {
        let header = #"{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}"#
        let whole = safetensorsBytes(header: header, body: [UInt8](repeating: 1, count: 20))
        let good = try folder.write(whole, to: "whole.safetensors")
        #expect(try SafetensorsFile(path: good).entries.count == 2)
        for count in 0..<whole.count {
            let path = try folder.write(whole.prefix(count), to: "cut.safetensors")
            expectError(naming: path) { try SafetensorsFile(path: path) }
        }
        let longer = try folder.write(whole + [0], to: "longer.safetensors")
        expectError(naming: longer) { try SafetensorsFile(path: longer) }
    }

    /// A true file with bytes changed at random is read or refused; what is read has the extents that it says.
    @Test func changedFilesAreReadOrRefused() throws {
        let header = #"{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}"#
        let whole = safetensorsBytes(header: header, body: [UInt8](repeating: 1, count: 20))
        var random = Xorshift(state: 2_463_534_242)
        for round in 0..<3000 {
            var changed = whole
            for _ in 0...random.below(4) { changed[random.below(round % 3 == 0 ? 8 : changed.count)] = UInt8(random.below(256)) }
            try expectReadOrRefused(changed)
        }
        for _ in 0..<300 { try expectReadOrRefused((0..<random.below(200)).map { _ in UInt8(random.below(256)) }) }
    }

    private func expectReadOrRefused(_ bytes: [UInt8]) throws {
        let path = try folder.write(bytes, to: "changed.safetensors")
        do {
            let file = try SafetensorsFile(path: path)
            for (key, entry) in file.entries {
                guard let tensor = try? file.tensor(key) else { continue }
                #expect(tensor.shape == entry.shape && tensor.scalars.count == entry.shape.reduce(1, *))
            }
        } catch let error as NeuralNetworksError {
            #expect(error.description.contains(path))
        }
    }
}

/// Numbers that look drawn and are the same each time.
private struct Xorshift {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % max(bound, 1)
    }
}
