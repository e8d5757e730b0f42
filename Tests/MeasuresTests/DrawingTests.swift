import Diffusion
import Foundation
import Measures
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The encoder of drawings, trained on a world of two kinds and two colours.
@Suite struct DrawingTests {
    @Test func itLearnsWhatItIsShown() throws {
        try TemporaryFolder.with { folder in
            try Self.writeDrawings(to: folder)
            let drawings = try LabelledDrawings(folder: folder)
            #expect(drawings.count == 32)
            var settings = DrawingTraining.Settings()
            (settings.steps, settings.kinds, settings.pairs) = (100, 2, 2)
            let configuration = DrawingConfiguration(size: 16, widths: [16, 16, 16, 16], embeddingWidth: 8, attributes: drawings.attributes)
            var losses: [Float] = []
            let training = try DrawingTraining(drawings, configuration: configuration, settings)
            let encoder = try training.run { losses.append($1) }
            #expect(losses.count == 100 && losses[99] < losses[0] / 2)
            let evaluation = try DrawingEvaluation(encoder, on: drawings)
            #expect(evaluation.accuracies.allSatisfy { $0.share > 0.9 })
            #expect(evaluation.verification > 0.8)
            try training.save(to: folder)
            try Self.expectTheSame(encoder, DrawingEncoder(folder: folder), drawings)
        }
    }

    /// What was saved in half precision says nearly what was trained.
    private static func expectTheSame(_ trained: DrawingEncoder, _ saved: DrawingEncoder, _ drawings: LabelledDrawings) throws {
        let pictures = try [0, 5, 17].map(drawings.picture)
        for (one, other) in zip(try trained.embeddings(of: pictures, interruption: .never), try saved.embeddings(of: pictures, interruption: .never)) {
            #expect(one.cosine(with: other) > 0.999)
        }
        let fit = try saved.promptFit(of: [drawings.picture(0)], to: "a photo of a red square", interruption: .never)[0]
        let misfit = try saved.promptFit(of: [drawings.picture(0)], to: "a photo of a blue bar", interruption: .never)[0]
        #expect(fit > 0.8 && misfit < 0.6)
        #expect(throws: MeasuresError.self) { try saved.promptFit(of: [], to: "something else", interruption: .never) }
    }

    /// Squares and bars in red and blue, each subject a shade of its own.
    private static func writeDrawings(to folder: String) throws {
        var strip = try Bitmap(width: 16, height: 16 * 32, fill: RGB(230, 230, 230))
        var labels: [String] = []
        for index in 0..<32 {
            let (subject, view) = (index / 4, index % 4)
            let (kind, colour, shade) = (subject % 2, subject / 2 % 2, UInt8(60 + 90 * (subject / 4)))
            let fill = colour == 0 ? RGB(255, shade, 0) : RGB(0, shade, 255)
            for y in 0..<10 {
                for x in 0..<(kind == 0 ? 10 : 4) { strip[2 + view + x, index * 16 + 3 + y] = fill }
            }
            labels.append("[\(subject),\(kind),\(colour),0]")
        }
        try strip.write(to: "\(folder)/0000.png")
        let names = #"{"kind":["square","bar"],"colour":["red","blue"],"style":["photo","sketch"]}"#
        let text = #"{"size":16,"columns":["subject","kind","colour","style"],"names":\#(names),"labels":[\#(labels.joined(separator: ","))]}"#
        try text.write(toFile: "\(folder)/labels.json", atomically: true, encoding: .utf8)
    }
}
