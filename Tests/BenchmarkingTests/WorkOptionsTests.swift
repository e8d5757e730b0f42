import Benchmarking
import Testing

@Suite struct WorkOptionsTests {
    private func work(_ change: (inout WorkOptions) -> Void) throws -> Work {
        var options = WorkOptions()
        change(&options)
        return try options.work()
    }

    @Test func whatIsLeftOutHasTheTablesSize() throws {
        #expect(try work { $0.unet = .sd15 } == .unet(size: 512, batch: 2))
        #expect(try work { $0.training = .textualInversion } == .training(.textualInversion, size: 512, batch: 1))
        #expect(try work { $0.training = .full } == .training(.full, size: 256, batch: 1))
        #expect(try work { $0.autoencoder = .encode } == .autoencoder(.encode, size: 512, batch: 1))
        #expect(try work { $0.text = true } == .text(batch: 2))
        #expect(try work { $0.tiny = .picture } == .tiny(.picture, batch: 4))
        #expect(try work { $0.tiny = .full } == .tiny(.full, batch: 32))
        #expect(try work { $0.folder = "model" } == .loading(folder: "model"))
        #expect(try work { ($0.folder, $0.again) = ("model", true) } == .loading(folder: "model", again: true))
        #expect(try work { ($0.training, $0.checkpointing) = (.full, true) } == .training(.full, size: 256, batch: 1, checkpointing: true))
        #expect(try work { $0.product = 2048 } == .product(size: 2048))
    }

    @Test func sizeAndBatchAreTaken() throws {
        #expect(try work { ($0.unet, $0.size, $0.batch) = (.sd15, 256, 1) } == .unet(size: 256, batch: 1))
        #expect(try work { ($0.unet, $0.control, $0.size) = (.sd15, true, 256) } == .controlledUNet(size: 256, batch: 2))
        #expect(try work { ($0.tiny, $0.batch) = (.full, 8) } == .tiny(.full, batch: 8))
    }

    @Test func oneThingIsMeasured() {
        #expect(throws: BenchmarkError.notOneWork(given: [])) { try work { _ in } }
        #expect(throws: BenchmarkError.notOneWork(given: ["--unet", "--text"])) {
            try work { ($0.unet, $0.text) = (.sd15, true) }
        }
    }

    @Test(arguments: [0, 63, 100, 4096, -64]) func sizesThatTheNetworkCannotHalveAreRefused(_ size: Int) {
        #expect(throws: BenchmarkError.invalidValue(name: "--size", expected: "a multiple of 64 from 64 to 2048", found: "\(size)")) {
            try work { ($0.unet, $0.size) = (.sd15, size) }
        }
    }

    @Test func optionsWithoutAUseAreRefused() {
        #expect(throws: BenchmarkError.uselessOption(name: "--size", work: "--text")) { try work { ($0.text, $0.size) = (true, 512) } }
        #expect(throws: BenchmarkError.uselessOption(name: "--batch", work: "--sgemm")) { try work { ($0.product, $0.batch) = (64, 2) } }
        #expect(throws: BenchmarkError.uselessOption(name: "--checkpointing", work: "--tiny")) { try work { ($0.tiny, $0.checkpointing) = (.picture, true) } }
        #expect(throws: BenchmarkError.uselessOption(name: "--control", work: "--text")) { try work { ($0.text, $0.control) = (true, true) } }
        #expect(throws: BenchmarkError.uselessOption(name: "--again", work: "--text")) { try work { ($0.text, $0.again) = (true, true) } }
        #expect(throws: BenchmarkError.self) { try work { ($0.text, $0.batch) = (true, 0) } }
        #expect(throws: BenchmarkError.self) { try work { $0.product = 0 } }
    }

    @Test func errorsSayWhatToDo() {
        #expect(BenchmarkError.notOneWork(given: []).description.contains("--unet, --train"))
        #expect(BenchmarkError.notOneWork(given: ["--unet", "--text"]).description.hasSuffix("given were --unet and --text."))
    }
}
