/// A work whose networks and inputs are there.
struct PreparedWork {
    /// What it is said to take in bytes beyond that; nil where nobody estimates it.
    var estimatedMemory: Int?
    /// Does the work once.
    let run: () throws -> Void
}
