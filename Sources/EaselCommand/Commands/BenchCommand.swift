public import ArgumentParser
public import Benchmarking
import JSONValues

/// Measures one piece of work.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast and in how much memory this machine works.",
        discussion: """
            Networks have the true shapes of Stable Diffusion 1.5 and random weights, so no checkpoint is needed. One thing is measured a call, \
            after one repetition that warms up:

              easel bench --unet sd15 --size 512
              easel bench --train textual-inversion --size 256 --json
              easel bench --vae decode --profile

            'Of the ceiling' is the direct count of multiplications and additions, by the time, by OpenBLAS's rate in the same run.
            """)

    @OptionGroup(title: "What to measure (one of them)") var work: BenchOptions

    @Option(help: "How often; the shortest counts.")
    var repetitions = 3

    @Flag(help: "Print one line of JSON; 'seconds' is the shortest repetition.")
    var json = false

    @Flag(help: "Also list time by operation and shape, from one more repetition.")
    var profile = false

    func validate() throws {
        do {
            _ = try work.options.work()
            _ = try WorkOptions.checked(repetitions, "--repetitions", in: 1...10_000)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() throws {
        let measurement = try Measurement.of(work.options.work(), repetitions: repetitions, profiled: profile)
        print(json ? String(decoding: measurement.json.serialized(), as: UTF8.self) : measurement.text)
    }
}

/// The options of ``BenchCommand`` that name the work.
struct BenchOptions: ParsableArguments {
    @Option(help: "One evaluation of the UNet; a batch of 2 is a picture with guidance.")
    var unet: Work.Family?

    @Flag(help: "--unet with a ControlNet that steers it.")
    var control = false

    @Option(help: "A training step, forward and backward: of a new word, of an adapter, or of all weights of the UNet (the last two without the optimizer).")
    var train: Work.Training?

    @Option(help: "A whole step of the training loop, with its optimizer; DreamBooth has as many pictures of the class beside each batch.")
    var step: TrainingStepWork.Method?

    @Option(name: .customLong("of"), help: "The network of --step. (default: sd15)")
    var network: TrainingStepWork.Network?

    @Option(help: "The optimizer of --step. (default: adamW)")
    var optimizer: TrainingStepWork.Optimizer?

    @Flag(help: "--step clips its gradients to norm 1, for which it needs all of them at once.")
    var clipping = false

    @Flag(help: "--step keeps frozen weights and activations in bfloat16.")
    var bfloat16 = false

    @Option(help: "The autoencoder.")
    var vae: Work.Direction?

    @Flag(help: "The text model.")
    var text = false

    @Option(help: "Loading this model's folder.", completion: .directory)
    var load: String?

    @Flag(help: "Load it into memory that a model had before: the second time in a session.")
    var again = false

    @Option(help: "The model that comes with the program: pictures of 25 steps, or a training step with its optimizer.")
    var tiny: Work.Tiny?

    @Option(help: "OpenBLAS's product of two square matrices of this size: the ceiling.")
    var sgemm: Int?

    @Option(help: "Height and width of pictures in pixels. (default: 512; 256 for --train full)")
    var size: Int?

    @Option(help: "Pictures at once. (default: 2 for --unet and --text, 4 and 32 for --tiny, else 1)")
    var batch: Int?

    @Flag(help: "Training computes blocks a second time instead of keeping what their gradients need.")
    var checkpointing = false

    var options: WorkOptions {
        var options = WorkOptions()
        options.control = control
        (options.unet, options.training, options.autoencoder, options.text) = (unet, train, vae, text)
        (options.folder, options.tiny, options.product, options.size, options.batch) = (load, tiny, sgemm, size, batch)
        (options.again, options.checkpointing) = (again, checkpointing)
        (options.step, options.network, options.optimizer, options.clipping, options.narrow) = (step, network, optimizer, clipping, bfloat16)
        return options
    }
}

extension Work.Family: ExpressibleByArgument {}
extension Work.Training: ExpressibleByArgument {}
extension Work.Direction: ExpressibleByArgument {}
extension Work.Tiny: ExpressibleByArgument {}
extension TrainingStepWork.Method: ExpressibleByArgument {}
extension TrainingStepWork.Network: ExpressibleByArgument {}
extension TrainingStepWork.Optimizer: ExpressibleByArgument {}
