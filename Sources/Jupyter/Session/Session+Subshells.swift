import JSONValues

/// Source: Jupyter enhancement proposal 91, "Kernel subshells".
extension Session {
    /// More subshells than front ends open; each has a thread once it is given a cell.
    private static let mostSubshells = 100

    mutating func createSubshell() -> JSONObject {
        guard interpreter.information.hasSubshells else { return failed("SubshellError", "this kernel has no subshells") }
        guard lanes.names.count < Self.mostSubshells else { return failed("SubshellError", "there are \(Self.mostSubshells) subshells already") }
        let name = Session.newIdentifier()
        lanes.add(name)
        return ok(["subshell_id": .string(name)])
    }

    /// The subshell's cell is stopped and what waits behind it aborted: nobody is left waiting for a reply.
    mutating func deleteSubshell(_ content: JSONObject) -> JSONObject {
        guard let name = content["subshell_id"]?.string, lanes.contains(name) else { return unknownSubshell(content["subshell_id"]?.string) }
        if lanes[name].running != nil { perform(.interrupt(shell: name)) }
        let lane = lanes.remove(name)
        for job in (lane?.running.map { [$0.job] } ?? []) + (lane?.waiting ?? []) { abort(job.message, count: lane?.executionCount ?? 0) }
        perform(.close(subshell: name))
        return ok([:])
    }

    /// A request for a subshell that is gone or never was.
    mutating func refuseSubshell(_ message: Message) {
        // Comms are the kernel's, not a subshell's.
        if message.header.type.hasPrefix("comm_"), message.header.type != "comm_info_request" { return answerAtOnce(message, on: .shell) }
        publishStatus("busy", parent: message)
        reply(to: message, on: .shell, unknownSubshell(message.header.subshell))
        publishIdle(message)
    }

    private func unknownSubshell(_ name: String?) -> JSONObject { failed("SubshellError", "there is no subshell '\(name ?? "")'") }
}
