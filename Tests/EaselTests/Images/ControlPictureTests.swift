import Diffusion
import Easel
import Foundation
import TestSupport
import Testing

/// What a detector's picture remembers.
@Suite(.serialized) struct ControlPictureTests {
    @Test func aFileBringsTheKindAndTheSourceBack() throws {
        let tiny = try EaselTinyModel()
        let folder = try TemporaryFolder()
        var arguments = SamplingArguments()
        (arguments.steps, arguments.seed) = (2, 7)
        let image = try tiny.model.sample(["a photo of a cat"], arguments)[0]
        let edges = try canny(image, low: 20, high: 40)
        #expect(edges.control == .canny && edges.recipe == nil && edges.source == image.recipe)
        try edges.write(to: "\(folder.path)/edges.png")
        #expect(try Image(path: "\(folder.path)/edges.png") == edges)
        let again = try softEdge(edges)
        #expect(again.control == .softEdge && again.source == image.recipe)
    }

    @Test func hugePicturesAreRefused() throws {
        let huge = Image(try Bitmap(width: 4097, height: 4096))
        for make in [{ try canny(huge) }, { try depth(huge) }, { try normals(huge) }] {
            let error = try #require(#expect(throws: EaselError.self) { try make() })
            #expect("\(error)".contains("at most 16777216 pixels") && "\(error)".contains("4097×4096"))
        }
    }

    @Test func everyFunctionMakesItsKind() throws {
        let photo = "\(EaselTinyModel.repository.path)/notebooks/concepts/moss-cat/single/07.jpg"
        var person: [[Double]?] = (0..<18).map { joint in [Double(joint * 10), Double(joint * 7)] }
        person[4] = nil
        var controls = [try canny(photo), try scribble(photo), try softEdge(photo), try lines(photo)]
        controls += [try segments(photo), try depth(photo), try normals(photo)]
        controls.append(try pose(person, width: 384, height: 384))
        #expect(controls.map(\.control) == ControlKind.allCases)
        #expect(controls.allSatisfy { $0.width == 384 && $0.height == 384 && $0.source == nil })
    }
}
