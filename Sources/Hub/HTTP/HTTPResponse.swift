/// What came before a body: the last response's, where there were redirects.
struct HTTPResponse {
    var status = 0
    /// Names in lower case; of a repeated header the last value.
    private(set) var headers: [String: String] = [:]

    subscript(name: String) -> String? { headers[name] }

    var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }

    /// Takes a line of the head; a status line starts over, since it is another response's.
    mutating func take(line: String) {
        let line = String(line.reversed().drop(while: \.isWhitespace).reversed())
        if line.hasPrefix("HTTP/") {
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if let colon = line.firstIndex(of: ":") {
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
        }
    }
}
