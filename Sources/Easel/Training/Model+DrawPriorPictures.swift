import Diffusion
import FoundationEssentials
import Personalization

extension Model {
    /// A picture of a class that is not there yet.
    private struct Place {
        let prompt: String
        let seed: Int
        let path: String
        let size: PictureSize
    }

    /// How many are drawn at a time: an interrupt loses no more.
    private static let priorBatch = 4

    /// Draws the pictures of classes that are missing in their folders.
    ///
    /// - Throws: what the interruption throws, and `EaselError.unwritableFile`; pictures that were drawn are kept.
    func drawMissing(of classes: [PriorPictures]) throws {
        let places = try classes.flatMap { pictures in
            let (missing, paths) = (pictures.missing, pictures.paths)
            if !missing.isEmpty { try makeFolder(pictures.folder) }
            return missing.map { Place(prompt: pictures.prompt, seed: $0, path: paths[$0], size: pictures.size(at: $0)) }
        }
        guard !places.isEmpty else { return }
        try ProgressLine("drawing \(title(of: places))", unit: "picture", in: session).during { line in
            var done = 0
            for batch in batches(places) {
                line.update(done, of: places.count, activity: "so that training leaves it as it is")
                done += batch.count
                try draw(batch)
            }
            line.update(places.count, of: places.count)
        }
    }

    private func draw(_ places: [Place]) throws {
        var arguments = SamplingArguments()
        (arguments.width, arguments.height) = (places[0].size.width, places[0].size.height)
        let pictures = places.map { TextToImage.Picture(prompt: $0.prompt, seed: UInt64($0.seed)) }
        let images = try draw(pictures, settings: settings(arguments)) { _ in }
        for (place, image) in zip(places, images) { try image.write(to: place.path) }
    }

    private func title(of places: [Place]) -> String {
        let prompts = places.map(\.prompt).withoutRepetitions
        return "'\(prompts[0])'" + (prompts.count > 1 ? " and \(prompts.count - 1) more" : "")
    }

    /// Places in batches of one size each.
    private func batches(_ places: [Place]) -> [[Place]] {
        let found = places.map(\.size).reduce(into: [PictureSize]()) { if !$0.contains($1) { $0.append($1) } }
        return found.flatMap { size in
            let places = places.filter { $0.size == size }
            return stride(from: 0, to: places.count, by: Self.priorBatch).map { Array(places[$0..<min($0 + Self.priorBatch, places.count)]) }
        }
    }

    private func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw EaselError.unwritableFile(path: path, reason: "\(error)")
        }
    }
}
