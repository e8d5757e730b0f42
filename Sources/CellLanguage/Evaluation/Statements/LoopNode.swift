/// A loop: what its body's flow means for it.
class LoopNode: StatementNode {
    private let number: Int

    init(number: Int, _ range: SourceRange) {
        self.number = number
        super.init(range)
    }

    /// What the loop does after a turn: `nil` to go on, else the flow of the loop itself.
    func end(after flow: Flow) -> Flow? {
        switch flow {
        case .next: nil
        case .broken(number): .next
        case .continued(number): nil
        default: flow
        }
    }
}
