public import Diffusion
import Tensors

/// The pictures of a set by the size that each is cut to: those of one size can share a batch.
struct PictureBuckets {
    /// In the order that the set has them.
    let sizes: [PictureSize]
    /// Places in the set, for each size.
    let places: [[Int]]
    /// The bucket of each picture.
    private let bucketOfPlace: [Int]

    init(_ images: ImageSet, model: StableDiffusion) {
        let own = images.sizes(for: model)
        let sizes = own.reduce(into: [PictureSize]()) { if !$0.contains($1) { $0.append($1) } }
        self.sizes = sizes
        places = sizes.map { size in own.indices.filter { own[$0] == size } }
        bucketOfPlace = own.map { sizes.firstIndex(of: $0) ?? 0 }
    }

    /// The bucket of the next batch; drawn by letting a pass over all pictures choose, so that every picture is used as often as any other.
    func next(_ draws: inout PictureDraws, generator: inout TorchGenerator) -> Int {
        sizes.count == 1 ? 0 : bucketOfPlace[draws.all.next(of: bucketOfPlace.count, generator: &generator)]
    }

    /// The next picture of a bucket; of all pictures where no bucket is named.
    func place(in bucket: Int?, _ draws: inout PictureDraws, generator: inout TorchGenerator) -> Int {
        guard let bucket, sizes.count > 1 else { return draws.all.next(of: bucketOfPlace.count, generator: &generator) }
        if draws.buckets.isEmpty { draws.buckets = sizes.map { _ in Deck() } }
        return places[bucket][draws.buckets[bucket].next(of: places[bucket].count, generator: &generator)]
    }

    /// Whether these can be passes over the set.
    func fit(_ draws: PictureDraws) -> Bool {
        draws.all.fits(bucketOfPlace.count) && (draws.buckets.isEmpty || draws.buckets.count == sizes.count)
            && zip(draws.buckets, places).allSatisfy { $0.fits($1.count) }
    }
}

extension ImageSet {
    /// The size that each picture is cut to.
    public func sizes(for model: StableDiffusion) -> [PictureSize] { elements.map { $0.size(modelSize: model.size, step: model.bucketStep) } }
}
