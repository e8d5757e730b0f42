import JSONValues

/// Something that the front end shall do after a cell.
public enum Payload: Sendable, Hashable {
    /// Show a text in the pager, from line `start` on.
    case page(MIMEBundle, start: Int = 0)
    /// Offer a new cell with this text, or put it in place of the cell that ran.
    case setNextInput(String, replace: Bool = false)
    /// Leave; ask the person whether the kernel shall go on.
    case askExit(keepKernel: Bool = false)

    var json: JSONValue {
        switch self {
        case .page(let data, let start): ["source": "page", "data": .object(data), "start": .int(start)]
        case .setNextInput(let text, let replace): ["source": "set_next_input", "text": .string(text), "replace": .bool(replace)]
        case .askExit(let keepKernel): ["source": "ask_exit", "keepkernel": .bool(keepKernel)]
        }
    }
}
