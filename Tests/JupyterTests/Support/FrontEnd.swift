import JSONValues
import Foundation
import Jupyter
import Testing

/// What a front end does, over either transport.
final class FrontEnd {
    /// How frames reach the kernel and come back.
    protocol Line: AnyObject {
        func send(_ frames: [[UInt8]], on channel: Channel)
        func receive(on channel: Channel) -> [[UInt8]]?
        func subscribeAgain() throws
    }

    let line: any Line
    let codec: MessageCodec
    private var count = 0
    private let session = "front-end"

    init(line: any Line, key: String) {
        self.line = line
        codec = MessageCodec(key: key)
    }

    /// Sends a request and returns it.
    @discardableResult
    func send(
        _ type: String, _ content: JSONObject = [:], on channel: Channel = .shell, parent: JSONObject = [:], subshell: String? = nil,
        buffers: [[UInt8]] = []
    ) -> Message {
        count += 1
        var header = MessageHeader(type: type, id: "request-\(count)-\(UUID())", session: session).fields
        header["subshell_id"] = subshell.map(JSONValue.string)
        let request = Message(header: MessageHeader(.object(header))!, parentHeader: parent, content: content, buffers: buffers)
        line.send(codec.encode(request), on: channel)
        return request
    }

    /// Sends a cell and returns its request.
    @discardableResult
    func execute(_ code: String, _ more: JSONObject = [:], subshell: String? = nil) -> Message {
        send("execute_request", more.merging(["code": .string(code)]) { $1 }, subshell: subshell)
    }

    /// The next message on a channel.
    func next(on channel: Channel, within seconds: Double = 5, source: SourceLocation = #_sourceLocation) throws -> Message {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let frames = line.receive(on: channel) { return try codec.decode(frames).message }
            usleep(200)
        }
        throw Silence(channel: channel, source: "\(source.line)")
    }

    /// Whether nothing comes on a channel for some milliseconds.
    func isSilent(on channel: Channel, milliseconds: UInt32 = 30) -> Bool {
        usleep(milliseconds * 1000)
        return line.receive(on: channel) == nil
    }

    /// Publications up to the idle of `request`, other requests' included.
    func publications(until request: Message, source: SourceLocation = #_sourceLocation) throws -> [Message] {
        var messages: [Message] = []
        repeat { messages.append(try next(on: .iopub, source: source)) } while !messages[messages.count - 1].isIdle(of: request)
        return messages
    }

    /// Runs a cell; returns its reply and what was published on its behalf.
    func run(_ code: String, _ more: JSONObject = [:], source: SourceLocation = #_sourceLocation) throws -> (
        reply: Message, published: [Message]
    ) {
        let request = execute(code, more)
        let reply = try next(on: .shell, source: source)
        let published = try publications(until: request, source: source)
        #expect(reply.parentHeader == request.header.fields, sourceLocation: source)
        return (reply, published.filter { $0.parentHeader == request.header.fields })
    }

    struct Silence: Error {
        let channel: Channel
        let source: String
    }
}

extension Message {
    var type: String { header.type }

    var state: String? { content["execution_state"]?.string }

    var parentID: String? { parentHeader["msg_id"]?.string }

    func isIdle(of request: Message) -> Bool {
        state == "idle" && parentID == request.header.id
    }
}

extension [Message] {
    var types: [String] { map(\.type) }

    /// Everything written to a stream.
    func text(_ stream: String = "stdout") -> String {
        filter { $0.type == "stream" && $0.content["name"]?.string == stream }.compactMap { $0.content["text"]?.string }.joined()
    }
}
