import NeuralNetworks

extension TextToImage {
    /// Where the pictures of a batch begin; nil for noise alone.
    func start(of batch: [Picture], sampler: any Sampler, interruption: Interruption) throws -> PictureStart? {
        let canvases = try canvases(of: batch)
        guard !canvases.isEmpty else { return nil }
        return try PictureStart(
            canvases, autoencoder: model.autoencoder, seesSurroundings: model.isForInpainting, strength: settings.strength, steps: settings.steps,
            sampler: sampler, interruption: interruption)
    }

    /// A finished drawing, with the pixels of its source put back where it is to keep them.
    public func keepingUnmasked(in drawing: Bitmap, of picture: Picture) throws -> Bitmap {
        guard picture.repainting != nil else { return drawing }
        return try canvases(of: [picture]).first?.keepingUnmasked(in: drawing) ?? drawing
    }

    /// One canvas for each picture, or one that all have in common.
    private func canvases(of batch: [Picture]) throws -> [SourceCanvas] {
        let sources = batch.filter { $0.source != nil }
        guard let first = sources.first else { return [] }
        // What all begin from is scaled and encoded once.
        let isOne = sources.allSatisfy { $0.source == first.source && $0.repainting == first.repainting }
        return try (isOne ? [first] : sources).compactMap { picture in
            try picture.source.map { try SourceCanvas($0, repainting: picture.repainting, width: settings.width, height: settings.height) }
        }
    }
}
