/// What a session wants done after it was told something; to be done in order. `shell` names a subshell, `nil` the main shell.
package enum Action: Sendable, Hashable {
    /// Send a message.
    case send(Message, on: Channel)
    /// Run a cell on the shell's engine thread and report with its number.
    case execute(ExecuteRequest, cell: Int, shell: String?)
    /// Do a comm's work on the main engine thread and report with its number.
    case work(CommWork, cell: Int)
    /// Stop the shell's running cell.
    case interrupt(shell: String?)
    /// Give a shell's waiting cell its line of input.
    case supplyInput(String, shell: String?)
    /// End a subshell's engine thread.
    case close(subshell: String)
    /// Leave, once everything before is sent.
    case exit(restart: Bool)
}
