/// Where execution goes on after a statement.
enum Flow: Equatable {
    case next
    /// Out of the loop or switch with this number.
    case broken(Int)
    case continued(Int)
    case fallsThrough
    case returned
}
