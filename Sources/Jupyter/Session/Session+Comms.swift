import JSONValues
import Logging

extension Session {
    /// Hands a comm's message to its handler; false when work has to be done before the message is dealt with.
    mutating func receiveComm(_ message: Message) -> Bool {
        let id = message.content["comm_id"]?.string ?? ""
        guard !id.isEmpty else { return true }
        let told = CommMessage(data: message.content["data"]?.object ?? [:], metadata: message.metadata, buffers: message.buffers)
        let reaction: CommService.Reaction?
        switch message.header.type {
        case "comm_open": reaction = comms.opened(id, target: message.content["target_name"]?.string ?? "", told) ?? refusal(of: id, message)
        case "comm_msg": reaction = comms.received(id, told)
        default: reaction = comms.closed(id, told)
        }
        guard let reaction else {
            log.debug("there is no comm \(id)")
            return true
        }
        for publication in reaction.publications { publish(publication, parent: message.header.fields) }
        guard let work = reaction.work else { return true }
        enqueue(.work(message, work), on: nil)
        return false
    }

    /// Whoever opens a comm of a target that nobody offers is told that it is closed again.
    private mutating func refusal(of id: String, _ message: Message) -> CommService.Reaction? {
        log.debug("nobody offers the comm target '\(message.content["target_name"]?.string ?? "")'")
        publish("comm_close", ["comm_id": .string(id), "data": [:]], parent: message.header.fields)
        return CommService.Reaction()
    }

    mutating func publish(_ publication: CommPublication, parent: JSONObject) {
        publish(publication.kind.rawValue, publication.content, parent: parent, metadata: publication.metadata, buffers: publication.buffers)
    }

    func openComms(_ content: JSONObject) -> JSONObject {
        let open = comms.targets(named: content["target_name"]?.string)
        return ok(["comms": .object(open.mapValues { ["target_name": .string($0)] })])
    }
}
