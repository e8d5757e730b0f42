import ArgumentParser
import Foundation
import Measures

/// Makes the encoder of drawings that comes with Easel: for its makers, so help doesn't list it.
struct EncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder", abstract: "Train the encoder that measures drawings of the toy world.", shouldDisplay: false)

    @Argument(help: "A folder of labelled drawings to train on.", completion: .directory)
    var drawings: String

    @Option(help: "A folder of labelled drawings to judge by.", completion: .directory)
    var heldOut: String

    @Option(help: "The folder to write.", completion: .directory)
    var output: String

    @Option(help: "Steps of 40 drawings.")
    var steps = 3500

    func run() throws {
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        let set = try LabelledDrawings(folder: drawings)
        var settings = DrawingTraining.Settings()
        settings.steps = steps
        let configuration = DrawingConfiguration(size: set.size, attributes: set.attributes)
        let training = try DrawingTraining(set, configuration: configuration, settings)
        let start = Date()
        let encoder = try training.run { step, loss in
            guard step % 100 == 0 else { return }
            print("step \(step) of \(steps), loss \(loss), \(Int(Date().timeIntervalSince(start))) s")
        }
        try training.save(to: output)
        let evaluation = try DrawingEvaluation(encoder, on: LabelledDrawings(folder: heldOut))
        for (attribute, share) in evaluation.accuracies { print("\(attribute): \(share)") }
        print("verification: \(evaluation.verification)")
    }
}
