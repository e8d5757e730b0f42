/// Fills chunks with the tokens of a weighted prompt.
///
/// A chunk that is full ends behind its last comma, where that is near. The vectors of a placeholder stay together.
///
/// Source: AUTOMATIC1111, stable-diffusion-webui 1.10, `modules/sd_hijack_clip.py`, `tokenize_line`.
struct PromptChunker {
    /// How far back a comma may lie: the interface's setting "comma padding backtrack" as it comes.
    private static let backtrack = 20
    typealias Token = (id: Int, weight: Float)

    /// Ids of a chunk, without start and end.
    private let room: Int
    private let comma: Int?
    private var lastComma: Int?
    private var open: [Token] = []
    private var closed: [[Token]] = []

    init(room: Int, comma: Int?) {
        self.room = room
        self.comma = comma
    }

    /// Appends a token, or the vectors of a placeholder; those that no chunk has room for are taken one by one.
    mutating func append(_ unit: [Int], weight: Float) {
        guard unit.count <= room else { return unit.forEach { append([$0], weight: weight) } }
        if let comma, unit == [comma] {
            lastComma = open.count
        } else if open.count == room, let lastComma, open.count - lastComma <= Self.backtrack {
            let moved = Array(open[(lastComma + 1)...])
            open.removeLast(moved.count)
            close()
            open = moved
        }
        if open.count + unit.count > room { close() }
        open += unit.map { ($0, weight) }
    }

    /// Ends the chunk, even an empty one.
    mutating func close() {
        closed.append(open)
        open = []
        lastComma = nil
    }

    /// The chunks; at least one.
    mutating func finished() -> [[Token]] {
        if !open.isEmpty || closed.isEmpty { close() }
        return closed
    }
}
