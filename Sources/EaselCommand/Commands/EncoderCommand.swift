import ArgumentParser
import Foundation
import Measures

/// Makes the encoder of drawings that comes with Easel: for its makers, so help doesn't list it.
struct EncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder", abstract: "Make the encoder that measures drawings of the toy world.", shouldDisplay: false,
        subcommands: [Train.self, Judge.self])

    struct Train: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Train an encoder.")

        @Argument(help: "A folder of labelled drawings to train on.", completion: .directory)
        var drawings: String

        @Option(name: [.short, .long], help: "The folder to write.", completion: .directory)
        var output: String

        @Option(help: "Steps of 40 drawings.")
        var steps = DrawingTraining.Settings().steps

        func run() throws {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
            let set = try LabelledDrawings(folder: drawings)
            var settings = DrawingTraining.Settings()
            settings.steps = steps
            let training = try DrawingTraining(set, configuration: DrawingConfiguration(size: set.size, attributes: set.attributes), settings)
            let start = Date()
            _ = try training.run { step, loss in
                guard step % 100 == 0 else { return }
                print("step \(step) of \(steps), loss \(loss), \(Int(Date().timeIntervalSince(start))) s")
            }
            try training.save(to: output)
        }
    }

    struct Judge: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say how well an encoder does on drawings that it has not seen.")

        @Argument(help: "The encoder's folder.", completion: .directory)
        var encoder: String

        @Argument(help: "A folder of labelled drawings.", completion: .directory)
        var drawings: String

        func run() throws {
            let evaluation = try DrawingEvaluation(DrawingEncoder(folder: encoder), on: LabelledDrawings(folder: drawings))
            for (attribute, share) in evaluation.accuracies { print("\(attribute): \(share)") }
            print("verification within a kind: \(evaluation.verification)")
        }
    }
}
