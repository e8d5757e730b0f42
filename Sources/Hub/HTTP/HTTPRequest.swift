/// What is asked of a server.
struct HTTPRequest {
    var url: String
    var isHead = false
    var headers: [String] = []
    var followsRedirects = true
    /// Skips what is there already; a server may ignore it and answer with everything (200 in place of 206).
    var firstByte = 0
}

/// Why no response came, or not all of it.
enum HTTPFailure: Error {
    /// The connection ended before the body did; trying again may help.
    case cutOff(reason: String)
    case unreachable(reason: String)
}
