extension Int {
    /// So many of a noun whose plural takes an s.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
