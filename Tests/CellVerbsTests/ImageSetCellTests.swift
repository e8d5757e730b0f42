import CellVerbs
import Testing

/// Pictures to learn from, as cells show them.
@Suite(.serialized) struct ImageSetCellTests {
    @Test func theGallerySaysWhichBucketAPictureGoesTo() {
        let bench = NotebookBench()
        bench.run("load(MODEL)")
        func first(_ cell: String) -> String {
            let text = bench.run(cell).output.result?.data["text/plain"] ?? ""
            return text.split(separator: "\n").first { $0.hasPrefix("  1:") }.map(String.init) ?? text
        }
        let (plain, cut) = (first("images(CATS)"), first("images(CATS, crop: .buckets)"))
        #expect(cut.contains(".jpg, 64×64, \"") && plain.contains(".jpg, \"") && !plain.contains("64×64"), "\(plain)\n\(cut)")
    }
}
