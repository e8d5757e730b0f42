import Easel
import Foundation
import NeuralNetworks
import Personalization
import Testing

/// What is asked of a training is done or refused, never passed over.
@Suite(.serialized) struct TrainingArgumentTests {
    private let tiny: EaselTinyModel
    private let photos: ImageSet

    init() throws {
        tiny = try EaselTinyModel()
        photos = try tiny.pictures("moss-cat/single")
    }

    private func arguments(_ change: (inout TrainingArguments) -> Void = { _ in }) -> TrainingArguments {
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.prior, arguments.validateEvery) = (2, 1, .count(2), 0)
        change(&arguments)
        return arguments
    }

    /// The name of the argument that is refused; nil where the training went through.
    private func refused(_ thing: any Trainable, on photos: ImageSet? = nil, _ arguments: TrainingArguments) -> String? {
        do {
            _ = try tiny.model.train(thing, on: photos ?? self.photos, arguments)
            return nil
        } catch EaselError.invalidArgument(let name, _, _) {
            return name
        } catch {
            return "\(error)"
        }
    }

    @Test func whatWouldBePassedOverIsRefused() throws {
        let subject = try tiny.model.subject("sks", category: "cat")
        #expect(refused(subject, arguments { $0.snapshots = [1, 3] }) == "snapshots")
        #expect(refused(subject, arguments { $0.preset = .kerasGuide }) == "preset")
        #expect(refused(subject, arguments { ($0.trainsTextEncoder, $0.trainsIdentifier) = (true, true) }) == "trainIdentifier")
        #expect(refused(subject, arguments { ($0.trainsTextEncoder, $0.textLearningRate) = (false, 1e-3) }) == "textLearningRate")
        #expect(refused(subject, arguments { ($0.schedule, $0.warmup) = (.constant, 1) }) == "schedule")
        #expect(refused(subject, arguments { ($0.schedule, $0.cycles) = (.cosine, 2) }) == "cycles")
        #expect(refused(subject, arguments { $0.power = 2 }) == "power")
        #expect(refused(subject, arguments { $0.warmup = 2 }) == "warmup")
        let lora = try tiny.model.lora()
        #expect(refused(lora, arguments { ($0.prior, $0.priorWeight) = (nil, 0.5) }) == "priorWeight")
        #expect(refused(lora, arguments { ($0.prior, $0.preset) = (nil, .face) }) == "preset")
    }

    /// The checkpoint recommends that the whole text model learns.
    @Test func anIdentifierThatIsAskedForLearnsAlone() throws {
        let run = try tiny.model.train(tiny.model.subject("sks", category: "cat"), on: photos, arguments { $0.trainsIdentifier = true })
        #expect(run.settings.trainsTextEncoder == false && run.settings.trainsIdentifier == true)
    }

    @Test func theRateTakesTheCourseThatWasAskedFor() throws {
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        func rates(_ change: (inout TrainingArguments) -> Void) throws -> [Double] {
            var rates: [Double] = []
            var arguments = arguments(change)
            (arguments.prior, arguments.steps, arguments.learningRate) = (nil, 8, 1)
            arguments.onStep = {
                rates.append($0.learningRate); return true
            }
            _ = try tiny.model.train(token, on: photos, arguments)
            return rates
        }
        #expect(try rates { $0.warmup = 4 } == [0, 0.25, 0.5, 0.75, 1, 1, 1, 1])
        let twice = try rates { ($0.schedule, $0.cycles) = (.cosineWithRestarts, 2) }
        #expect(twice[0] == 1 && twice[3] < 0.2 && twice[4] == 1)
        let steep = try rates { ($0.schedule, $0.power) = (.polynomial, 2) }
        #expect(abs(steep[4] - 0.25) < 1e-6)
    }

    @Test func aRunGoesOnWithItsOwnSettings() throws {
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        let run = try tiny.model.train(token, on: photos, arguments { ($0.prior, $0.learningRate) = (nil, 1e-3) })
        func rest(_ change: (inout TrainingArguments) -> Void) -> TrainingArguments {
            arguments { arguments in
                (arguments.prior, arguments.resume, arguments.steps) = (nil, .run(run), 3)
                change(&arguments)
            }
        }
        #expect(refused(token, rest { $0.learningRate = 1e-2 }) == "learningRate")
        #expect(refused(token, rest { $0.batchSize = 2 }) == "batchSize")
        #expect(refused(token, rest { $0.ema = 0.9 }) == "ema")
        #expect(refused(token, rest { $0.steps = 1 }) == "steps")
        #expect(refused(token, rest { ($0.learningRate, $0.optimizer) = (1e-3, .adamW) }) == nil, "the same cell again")
    }

    @Test func whatWasAnotherThingIsNotGoneOnWith() throws {
        func lora(_ rank: Int) throws -> LoRA { try LoRA(label: "fur", rank: rank, in: tiny.model.diffusion) }
        let run = try tiny.model.train(lora(2), on: photos, arguments { $0.prior = nil })
        let rest = arguments { ($0.prior, $0.resume, $0.steps) = (nil, .run(run), 3) }
        for (thing, pictures) in [(try lora(4), photos), (try lora(2), try tiny.pictures("tea-bottle/accident"))] {
            let error = try #require(#expect(throws: PersonalizationError.self) { try tiny.model.train(thing, on: pictures, rest) })
            #expect("\(error)".hasPrefix("Cannot go on from '\(run.folder)/checkpoint-2'") && "\(error)".count < 300, "\(error)")
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: tiny.session.runsFolder)
        #expect(folders.filter { $0.hasPrefix("fur") } == ["fur-001"], "nothing was begun")
    }

    @Test func previewsMayNameTheThingByBraces() throws {
        let asked = arguments { ($0.preview, $0.previewCount, $0.previewSteps, $0.snapshots) = (["a {} at night", "a dog"], 1, 1, [1]) }
        var drawn: [String] = []
        tiny.session.onEvent = { if case .training(_, let report) = $0 { drawn = report.strip?.prompts ?? drawn } }
        let run = try tiny.model.train(tiny.model.subject("sks", category: "cat"), on: photos, asked)
        #expect(run.snapshots?.prompts == ["a sks cat at night", "a dog"] && drawn == ["a sks cat at night", "a dog"], "\(drawn)")
    }

    @Test func promptsThatTeachNothingAreSaid() throws {
        func warnings(_ thing: any Trainable, _ prompts: [String] = PromptTemplates.object.prompts) throws -> [String] {
            var texts: [String] = []
            tiny.session.onEvent = { if case .warning(let text) = $0 { texts.append(text) } }
            defer { tiny.session.onEvent = { _ in } }
            let images = try tiny.pictures("moss-cat/single", prompts: .list(prompts))
            _ = try tiny.model.train(thing, on: images, arguments { ($0.prior, $0.steps) = (thing is Subject ? .count(0) : nil, 1) })
            return texts
        }
        let (token, subject) = (try tiny.model.addToken("<moss>", initializer: "cat"), try tiny.model.subject("sks", category: "cat"))
        let (plain, told) = (try tiny.model.lora(), try tiny.model.lora(subject: subject))
        #expect(try warnings(token, ["a {}"]) + warnings(token, ["my <moss>"]) + warnings(subject, ["a sks cat"]) == [])
        #expect(try warnings(plain, ["a green cat"]) + warnings(tiny.model.weights, ["a green cat"]) + warnings(told) == [])
        #expect(try warnings(plain, ["a {} cat"]) + warnings(token) + warnings(subject) == [], "a cat is what it shows")
        #expect(try warnings(token, ["a cat"]).first?.contains("do not say '<moss>', such as \"a cat\"") == true)
        #expect(try warnings(told, ["a cat"]).first?.contains("do not say 'sks'") == true)
        #expect(try warnings(plain).first?.contains("lora has no word for {}") == true)
        #expect(try warnings(tiny.model.weights).count == 1)
    }
}
