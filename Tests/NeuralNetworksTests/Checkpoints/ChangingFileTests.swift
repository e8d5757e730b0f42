import Glibc
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Files that change between opening and reading: an error or the old numbers, never the end of the process.
@Suite struct ChangingFileTests {
    private let folder: TemporaryFolder
    /// More than a page behind the header, so that cutting the file off takes whole pages away; and an odd count.
    private let values = (0..<40_003).map { Float(Int16(truncatingIfNeeded: $0 &* 7919)) / 1024 }

    init() throws { folder = try TemporaryFolder() }

    private func written(_ values: [Float], to name: String) throws -> String {
        let header = #"{"t":{"dtype":"F16","shape":[\#(values.count)],"data_offsets":[0,\#(values.count * 2)]}}"#
        return try folder.write(safetensorsBytes(header: header, body: littleEndianBytes(values.map { Float16($0) })), to: name)
    }

    @Test func aFileThatIsCutOffIsAnError() throws {
        let path = try written(values, to: "cut.safetensors")
        let checkpoint = try Checkpoint(path: path)
        #expect(truncate(path, 200) == 0)
        #expect(throws: NeuralNetworksError.unreadableFile(path: path, reason: "it became shorter while it was read")) { try checkpoint.tensor("t") }
    }

    @Test func aFileThatIsReplacedOrDeletedStaysWhatItWas() throws {
        let path = try written(values, to: "old.safetensors")
        let checkpoint = try Checkpoint(path: path)
        #expect(rename(try written(values.map { -$0 }, to: "new.safetensors"), path) == 0)
        let expected = values.map { Float(Float16($0)) }
        #expect(try checkpoint.tensor("t")?.scalars == expected)
        #expect(unlink(path) == 0)
        #expect(try checkpoint.tensor("t")?.scalars == expected)
    }

    /// What was loaded is the tensor's own.
    @Test func aLoadedTensorDoesNotFollowItsFile() throws {
        let path = try written(values, to: "loaded.safetensors")
        let tensor = try Checkpoint(path: path).tensor("t")
        #expect(truncate(path, 0) == 0)
        #expect(tensor?.scalars == values.map { Float(Float16($0)) })
    }
}
