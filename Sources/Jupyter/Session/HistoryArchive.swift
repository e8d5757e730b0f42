/// Where the cells of all kernels are kept for those that come later. Called on the kernel's thread: what takes time happens behind it, and what fails
/// is no matter of the cell's.
public protocol HistoryArchive: Sendable {
    /// The number of this kernel's session; 1 where nothing can be kept.
    var session: Int { get }

    /// Keeps a cell of this session.
    func keep(line: Int, input: String)

    /// Keeps what a cell of this session showed as its value.
    func keep(line: Int, output: String)

    /// The last `count` cells of other sessions, oldest first.
    func tail(_ count: Int) -> [HistoryEntry]

    /// The cells of another session, oldest first.
    func cells(ofSession session: Int) -> [HistoryEntry]

    /// Cells of other sessions whose whole text matches a pattern of SQLite's GLOB operator, oldest first: the last `count` of them, or all;
    /// `unique` keeps only the last of equal texts.
    func search(_ pattern: String, count: Int?, unique: Bool) -> [HistoryEntry]
}
