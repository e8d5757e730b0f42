/// What is added to the result of a convolution while it is still in the cache.
struct ConvolutionEpilogue {
    /// One row of outputs, the same everywhere in an image.
    private let row: Pointer?
    /// Elements from the row of one image to that of the next; 0 where all share one.
    private let imageStep: Int
    /// A tensor of the result's extents, channels last.
    let addend: Pointer?

    init(row: Pointer?, imageStep: Int = 0, addend: Pointer? = nil) {
        (self.row, self.imageStep, self.addend) = (row, imageStep, addend)
    }

    /// Eight elements of an image's row.
    @inline(__always)
    func bias(_ image: Int, _ output: Int) -> Vector { row?.vector(image * imageStep + output) ?? .zero }

    /// The same as the start of a matrix product over the positions of one image, or of all where they share a row.
    func start(position: Int, image: Int, outputs: Int) -> MatrixProduct.Start {
        let rows = row.map { Matrix($0 + image * imageStep, rowStep: 0) }
        let sums = addend.map { Matrix($0 + position * outputs, rowStep: outputs) }
        return rows == nil ? .init(first: sums) : .init(first: rows, second: sums)
    }

    var isSameForAllImages: Bool { imageStep == 0 }
}
