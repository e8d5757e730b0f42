import Diffusion
import Easel
import Foundation
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// Pictures that ControlNets steer.
@Suite(.serialized) struct ControlNetTests {
    private let tiny: EaselTinyModel
    private let shown: Image

    init() throws {
        tiny = try EaselTinyModel()
        shown = Image(try Self.ellipse(width: 64, height: 64))
    }

    private static func ellipse(width: Int, height: Int) throws -> Bitmap {
        let pixels = (0..<height).flatMap { y in
            (0..<width).flatMap { x -> [UInt8] in
                let (dx, dy) = (Double(x) / Double(width) - 0.5, Double(y) / Double(height) - 0.5)
                return Array(repeating: abs((dx * dx + dy * dy).squareRoot() - 0.3) < 0.03 ? 255 : 0, count: 3)
            }
        }
        return try Bitmap(width: width, height: height, pixels: pixels)
    }

    /// A net that steers somehow: one that was never trained steers nothing.
    private func net(_ kinds: Set<ControlKind> = [], seed: Int = 1, name: String? = nil) throws -> ControlNet {
        let net = try tiny.model.controlNet(kinds: kinds, seed: UInt64(seed), name: name)
        for (index, parameter) in net.parameters.enumerated() where parameter.path.hasPrefix("controlnet_") {
            let scale = parameter.value.shape.count > 1 ? 1.5 / Float(parameter.value.shape.dropFirst().reduce(1, *)).squareRoot() : 0.1
            parameter.update(pseudorandom(parameter.value.shape, seed: seed + index) * scale)
        }
        return net
    }

    private func draw(
        _ controls: [Control], prompts: [String] = ["a photo of a red cat"], with adapters: [AdapterUse] = [],
        change: (inout SamplingArguments) -> Void = { _ in }
    ) throws -> [Image] {
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (6, 3)
        change(&arguments)
        return try tiny.model.sample(prompts, arguments, with: adapters, controls: controls)
    }

    @Test func weightsSpansAndSeveralNetsCount() throws {
        let (first, second) = (try net(), try net(seed: 2, name: "second"))
        let plain = try draw([])[0].bitmap
        #expect(try draw([first(shown, weight: 0)])[0].bitmap == plain)
        #expect(try draw([tiny.model.controlNet(name: "untrained")(shown)])[0].bitmap == plain)
        let variants = try [
            [], [first(shown)], [first(shown, weight: 0.5)], [first(shown, end: 0.5)], [first(shown, start: 0.5)], [second(shown)],
            [first(shown), second(shown)],
        ].map { try draw($0)[0].bitmap }
        for (index, one) in variants.enumerated() { #expect(!variants[..<index].contains(one), "\(index)") }
        #expect(try draw([first(shown)]) { $0.isGuess = true }[0].bitmap != variants[1])
        #expect(try draw([second(shown), first(shown)])[0].difference(from: Image(variants[6])) < 0.01)
    }

    @Test func everySamplerIsSteered() throws {
        let net = try net()
        for sampler in SamplerName.allCases {
            let pictures = try [[], [net(shown)]].map { try draw($0) { ($0.sampler, $0.steps) = (sampler, 3) }[0].bitmap }
            #expect(pictures[0] != pictures[1], "\(sampler)")
        }
    }

    @Test func aPictureAloneAndAmongOthersIsTheSame() throws {
        let net = try net()
        let other = Image(try Bitmap(width: 64, height: 64, fill: RGB(255, 255, 255)))
        let prompts = ["a photo of a red cat", "a photo of a blue car"]
        let together = try draw([net([shown, other])], prompts: prompts)
        #expect(try draw([net(other)], prompts: [prompts[1]]) { $0.seed = 4 }[0].bitmap == together[1].bitmap)
        #expect(try draw([net(shown)], prompts: prompts)[0].bitmap == together[0].bitmap)
        #expect(try draw([net(shown)], prompts: prompts)[1].bitmap != together[1].bitmap)
    }

    /// A picture of another size is scaled; without a size of its own, a drawing has that of what steers it.
    @Test func sizesAreThoseOfWhatSteersUnlessGiven() throws {
        let net = try net()
        let wide = Image(try Self.ellipse(width: 101, height: 70))
        let drawn = try draw([net(wide)])[0]
        #expect(drawn.width == 100 && drawn.height == 68)
        let square = try draw([net(wide)]) { ($0.width, $0.height) = (64, 64) }[0]
        #expect(square.width == 64 && square.height == 64)
        let source = Image(try Bitmap(width: 80, height: 64, fill: RGB(200, 40, 40)))
        #expect(try draw([net(wide)]) { $0.sources = [source] }[0].width == 80)
    }

    @Test func tokensAdaptersAndSourcesGoTogetherWithIt() throws {
        let net = try net()
        let token = try tiny.model.addToken("<moss>", initializer: "cat", vectors: 1)
        token.parameter.update(token.parameter.value * 3)
        let lora = try tiny.model.lora(rank: 2, name: "l")
        for (index, parameter) in lora.parameters.enumerated() {
            parameter.update(pseudorandom(parameter.value.shape, seed: index) * 0.2)
        }
        let source = Image(try Bitmap(width: 64, height: 64, fill: RGB(30, 160, 60)))
        let prompts = ["a photo of a <moss>"]
        let steered = try draw([net(shown)], prompts: prompts)[0]
        #expect(steered.bitmap != (try draw([net(shown)])[0].bitmap))
        let adapted = try draw([net(shown)], prompts: prompts, with: [AdapterUse(lora, strength: 1)])[0]
        #expect(adapted.bitmap != steered.bitmap)
        let begun = try draw([net(shown)], prompts: prompts) { ($0.sources, $0.strength) = ([source], 0.7) }[0]
        #expect(begun.bitmap != (try draw([], prompts: prompts) { ($0.sources, $0.strength) = ([source], 0.7) }[0].bitmap))
        #expect(adapted.recipe?.tokens.count == 1 && adapted.recipe?.adapters?.count == 1 && adapted.recipe?.controls?.count == 1)
        #expect(begun.recipe?.source != nil && begun.recipe?.controls?.count == 1)
    }

    /// What is painted into a picture is steered, the rest stays; and it can be drawn again.
    @Test func paintingIsSteered() throws {
        let net = try net()
        let source = Image(try Bitmap(width: 64, height: 64, fill: RGB(30, 160, 60)))
        func paint(_ controls: [Control]) throws -> Image {
            try draw(controls) { ($0.sources, $0.mask) = ([source], .rectangle(x: 16, y: 16, width: 32, height: 32)) }[0]
        }
        let (plain, steered) = (try paint([]), try paint([net(shown)]))
        #expect(plain.bitmap != steered.bitmap)
        #expect(try steered.cropped(x: 0, y: 0, width: 64, height: 12).bitmap == (try source.cropped(x: 0, y: 0, width: 64, height: 12).bitmap))
        let folder = try TemporaryFolder()
        try tiny.session.save([steered], to: "\(folder.path)/a.png")
        let recreation = try tiny.model.recreate(
            "\(folder.path)/a.png", from: source, mask: .rectangle(x: 16, y: 16, width: 32, height: 32), control: [shown])
        #expect(recreation.difference == 0)
    }

    @Test func aRecipeNamesWhatSteered() throws {
        let net = try net(name: "edges")
        let picture = try draw([net(shown, weight: 0.8, start: 0.2, end: 0.9)]) { $0.isGuess = true }[0]
        let folder = try TemporaryFolder()
        try tiny.session.save([picture], to: "\(folder.path)/a.png")
        let recreation = try tiny.model.recreate("\(folder.path)/a.png", control: [shown])
        #expect(recreation.difference == 0)
        let used = try #require(recreation.image.recipe?.controls?.first)
        #expect(used.name == "edges" && used.weight == 0.8 && used.start == 0.2 && used.end == 0.9 && used.picture == shown.digest)
        #expect(throws: EaselError.self) { try tiny.model.recreate("\(folder.path)/a.png") }
        #expect(throws: EaselError.self) { try tiny.model.recreate("\(folder.path)/a.png", control: [picture]) }
        guard case .impossible(let reason)? = try tiny.model.verify(tiny.session.manifest()).last else { return #expect(Bool(false)) }
        #expect(reason.contains("steered"))
        // A JPEG keeps the text alone.
        try tiny.session.save([picture], to: "\(folder.path)/a.jpg")
        let text = try #require(Image(path: "\(folder.path)/a.jpg").recipe)
        #expect(text.isGuess == true && text.controls?.first?.name == "edges" && text.controls?.first?.weight == 0.8)
        #expect(used.hash.hasPrefix(text.controls?.first?.hash ?? "-") && used.picture.hasPrefix(text.controls?.first?.picture ?? "-"))
        // Another model does not know the net.
        let other = try EaselTinyModel()
        #expect(throws: EaselError.missingControlNet(name: "edges", hash: used.hash)) {
            try other.model.recreate("\(folder.path)/a.png", control: [shown])
        }
    }

    @Test func whatAPictureShowsChoosesTheNet() throws {
        let canny = Image(shown.bitmap, control: .canny)
        let missing = #expect(throws: EaselError.self) { try draw([Control([Image(shown.bitmap, control: .depth)])]) }
        #expect(missing?.description.contains(".depth") == true)
        let (edges, areas) = (try net([.canny, .scribble], name: "edges"), try net([.segmentation], seed: 2, name: "areas"))
        #expect(try draw([Control([canny])])[0].bitmap == (try draw([edges(canny)])[0].bitmap))
        #expect(try draw([Control([Image(shown.bitmap, control: .segmentation)])])[0].bitmap == (try draw([areas(canny)])[0].bitmap))
        let several = #expect(throws: EaselError.self) { try draw([Control([shown])]) }
        #expect(several?.description.contains("edges, areas") == true)
        #expect(throws: EaselError.self) { try draw([Control([Image(shown.bitmap, control: .depth)])]) }
    }

    /// Nets that lie in a model's folder are read when a picture needs one.
    @Test func aModelBringsItsOwn() throws {
        let folder = try TemporaryFolder()
        for (name, seed) in [("controlnet-canny-scribble", 1), ("controlnet-depth", 2)] as [(String, Int)] {
            try net(seed: seed).network.save(to: "\(folder.path)/model/\(name)")
        }
        let model = tiny.model.diffusion.files.path
        for name in try FileManager.default.contentsOfDirectory(atPath: model) where !name.hasPrefix("controlnet") {
            try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/model/\(name)", withDestinationPath: "\(model)/\(name)")
        }
        let loaded = try tiny.session.load("\(folder.path)/model")
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (6, 3)
        let drawn = try loaded.sample(["a photo of a red cat"], arguments, controls: [Control([Image(shown.bitmap, control: .canny)])])[0]
        #expect(drawn.bitmap == (try draw([net(seed: 1)(shown)])[0].bitmap))
        #expect(loaded.controlNets.map(\.label) == ["controlnet-canny-scribble"])
        #expect(loaded.controlNets[0].kinds == [.canny, .scribble])
    }

    @Test func netsAreReadFromFoldersAndFiles() throws {
        let folder = try TemporaryFolder()
        let net = try net()
        try tiny.session.save(net, to: "\(folder.path)/sd-controlnet-canny")
        let expected = try draw([net(shown)])[0].bitmap
        for path in ["sd-controlnet-canny", "sd-controlnet-canny/diffusion_pytorch_model.safetensors"] {
            let read = try tiny.model.loadControlNet("\(folder.path)/\(path)", name: "read")
            #expect(try draw([read(shown)])[0].bitmap == expected, "\(path)")
        }
        #expect(try tiny.model.loadControlNet("\(folder.path)/sd-controlnet-canny").kinds == [.canny])
        #expect(throws: (any Error).self) { try tiny.model.loadControlNet("\(folder.path)/nothing") }
    }

    @Test func anotherFamilysNetIsRefused() throws {
        let other = try #require(Fixtures.file("sd1-tiny", "controlnet/config.json")).dropLast("/config.json".count)
        let error = #expect(throws: DiffusionError.self) { try tiny.model.loadControlNet(String(other)) }
        #expect(error?.description.contains("cross_attention_dim 32") == true && error?.description.contains("96") == true)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let net = try net()
        func expectRefused(_ control: Control, _ argument: String, prompts: [String] = ["a cat"], change: (inout SamplingArguments) -> Void = { _ in }) {
            let error = #expect(throws: (any Error).self) { try draw([control], prompts: prompts, change: change) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("'\(argument)'"), "\(String(describing: error))")
        }
        expectRefused(net(shown, weight: .nan), "weight")
        expectRefused(net(shown, weight: .infinity), "weight")
        expectRefused(net(shown, start: 0.5, end: 0.5), "end")
        expectRefused(net(shown, start: 0.6, end: 0.5), "end")
        expectRefused(net(shown, start: -0.1), "start")
        expectRefused(net(shown, end: 1.5), "end")
        expectRefused(net(shown, end: .nan), "end")
        expectRefused(net([]), "control")
        expectRefused(net([shown, shown]), "control")
        expectRefused(net(shown, end: 0.5), "sampler") { $0.sampler = .dpmAdaptive }
        #expect(throws: DiffusionError.self) { try draw([]) { $0.isGuess = true } }
        #expect(try !draw([net(shown)]).isEmpty, "the session goes on")
    }

    /// An interrupt between two blocks of a net stops the drawing.
    @Test func netsAreInterruptible() throws {
        let net = try net()
        for limit in [5, 25, 60] {
            let count = Counter(limit: limit)
            tiny.session.interruption = Interruption { count.isReached }
            #expect(throws: Interrupted.self) { try draw([net(shown)]) }
        }
        tiny.session.interruption = .never
        #expect(try !draw([net(shown)]).isEmpty)
    }
}

/// Says yes from a number of looks on.
private final class Counter: @unchecked Sendable {
    private var count = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var isReached: Bool {
        count += 1
        return count > limit
    }
}
