import Benchmarking
import JSONValues
import Testing

@Suite(.serialized) struct MeasurementTests {
    @Test func aProductIsMeasured() throws {
        let measurement = try Measurement.of(.product(size: 128), repetitions: 3)
        #expect(measurement.operations == 2 * 128 * 128 * 128)
        #expect(measurement.seconds.count == 3 && measurement.best == measurement.seconds.min())
        #expect(measurement.peakMemory > 1 << 20)
        #expect(measurement.ceilings.productRate > 1e9)
    }

    @Test func jsonHoldsWhatComparisonsNeed() throws {
        let json = try JSONValue(parsing: Measurement.of(.product(size: 64), repetitions: 2, profiled: true).json.serialized())
        #expect(json["name"]?.string == "sgemm" && json["shape"]?.string == "64×64 · 64×64")
        #expect(try #require(json["seconds"]?.double) > 0)
        #expect(json["all"]?.array?.count == 2 && json["repetitions"]?.int == 2)
        #expect(json["gigaflop"]?.double == 2 * 64 * 64 * 64 / 1e9)
        for key in ["gigaflopsPerSecond", "shareOfCeiling", "peakMemory", "workingMemory"] { #expect(try #require(json[key]?.double) > 0, "\(key)") }
        for key in ["processor", "instructions"] { #expect(json["machine"]?[key]?.string?.isEmpty == false, "\(key)") }
        #expect(try #require(json["machine"]?["threads"]?.int) > 0)
        #expect(try #require(json["ceilings"]?["gigabytesPerSecond"]?.double) > 0)
        let operation = try #require(json["profile"]?["operations"]?[0])
        #expect(operation["name"]?.string == "OpenBLAS sgemm" && operation["calls"]?.int == 1)
    }

    @Test func textNamesTheCeilingAndTheMachine() throws {
        let measurement = try Measurement.of(.product(size: 64), repetitions: 1, profiled: true)
        #expect(measurement.text.contains("of OpenBLAS's sgemm"))
        #expect(measurement.text.contains(measurement.machine.processor))
        #expect(measurement.text.contains("GFLOP/s") && measurement.text.contains("OpenBLAS sgemm  (64×64 · 64×64)"))
    }

    /// What the direct method needs, as PyTorch's own counter finds it for the same networks.
    @Test(arguments: [
        (Work.text(batch: 1), 13.3), (.unet(size: 256, batch: 1), 180.1),
    ])
    func operationsAreCountedByShape(_ work: Work, gigaflop: Double) throws {
        let measurement = try Measurement.of(work, repetitions: 1)
        #expect(abs(measurement.operations / 1e9 - gigaflop) < 0.06, "\(measurement.operations / 1e9)")
    }

    @Test(arguments: Work.Tiny.allCases) func theEmbeddedModelWorks(_ kind: Work.Tiny) throws {
        let measurement = try Measurement.of(.tiny(kind, batch: 1), repetitions: 1)
        #expect(measurement.operations > 1e8 && measurement.best > 0)
        #expect(measurement.text.hasPrefix("easel-tiny, "))
    }

    @Test func anUnknownFolderIsNamed() {
        #expect(throws: (any Error).self) { try Measurement.of(.loading(folder: "/nowhere/at/all"), repetitions: 1) }
    }
}
