/// What a session wants done after it was told something; to be done in order.
package enum Action: Sendable, Hashable {
    /// Send a message.
    case send(Message, on: Channel)
    /// Run a cell on the engine thread and report with its number.
    case execute(ExecuteRequest, cell: Int)
    /// Stop the running cell.
    case interrupt
    /// Give a waiting cell its line of input.
    case supplyInput(String)
    /// Leave, once everything before is sent.
    case exit(restart: Bool)
}
