import JSONValues
import Jupyter
import Logging
import Testing

/// Messages as nobody should send them: nothing ends the kernel, and whatever has a right signature gets its busy and its idle.
@Suite struct FrameFuzzTests {
    private static let cases = 30_000

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let types = [
        "kernel_info_request", "execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_info_request",
        "comm_open", "comm_msg", "comm_close", "connect_request", "debug_request", "interrupt_request", "input_reply", "create_subshell_request",
        "delete_subshell_request", "list_subshell_request", "from_the_future_request", "",
    ]
    private static let content: JSONObject = [
        "code": "out e\u{301}🎨\nvalue 1", "cursor_pos": 4, "detail_level": 1, "silent": false, "store_history": true, "user_expressions": ["a": "1"],
        "allow_stdin": true, "stop_on_error": true, "hist_access_type": "search", "pattern": "*[a-z]?*", "n": 3, "session": 0, "start": 1, "stop": 9,
        "unique": true, "output": true, "raw": true, "comm_id": "c", "target_name": "echo", "data": ["x": [1, 2, .null]], "subshell_id": "s", "value": "v",
    ]
    private static let oddities: [JSONValue] = [
        .null, true, 0, -1, .int(.max), .int(.min), 1e308, .double(.nan), "", "\u{0}", "\u{FFFF}", .string(String(repeating: "[", count: 2000)), [], [:],
        ["deep": [["er": [1]]]],
    ]

    private let codec = MessageCodec(key: "key")
    private var random = Generator(state: 2026)

    /// The value with one part of it replaced, removed or put elsewhere.
    private mutating func disturbed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(var members) where !members.isEmpty && Int.random(in: 0..<6, using: &random) > 0:
            let key = members.keys.sorted().randomElement(using: &random) ?? ""
            members[key] = Bool.random(using: &random) ? members[key].map { disturbed($0) } : Self.oddities.randomElement(using: &random)
            return .object(members)
        case .array(var elements) where !elements.isEmpty:
            let place = Int.random(in: 0..<elements.count, using: &random)
            elements[place] = disturbed(elements[place])
            return .array(elements)
        default: return Self.oddities.randomElement(using: &random) ?? .null
        }
    }

    private mutating func request(_ number: Int) -> Message {
        var header = MessageHeader(type: Self.types.randomElement(using: &random) ?? "", id: "r\(number)", session: "client").fields
        if Bool.random(using: &random) { header["subshell_id"] = Self.oddities.randomElement(using: &random) }
        if Bool.random(using: &random) { header["version"] = "99.0" }
        var (content, parent, metadata) = (JSONValue.object(Self.content), JSONValue.object([:]), JSONValue.object([:]))
        for _ in 0..<Int.random(in: 0..<4, using: &random) { content = disturbed(content) }
        if Bool.random(using: &random) { parent = disturbed(["msg_id": "x"]) }
        if Bool.random(using: &random) { metadata = disturbed(["a": 1]) }
        let disturbedHeader = Int.random(in: 0..<8, using: &random) == 0 ? disturbed(.object(header)) : .object(header)
        return Message(
            identities: [[7]], header: MessageHeader(disturbedHeader) ?? MessageHeader(type: "lost", id: "r\(number)", session: ""),
            parentHeader: parent.object ?? [:], metadata: metadata.object ?? [:], content: content.object ?? [:],
            buffers: Array(repeating: [1, 2], count: Int.random(in: 0..<3, using: &random)))
    }

    /// Frames that are wrong in themselves: cut, doubled, in another order, with other bytes.
    private mutating func damaged(_ frames: [[UInt8]]) -> [[UInt8]] {
        var frames = frames
        let place = Int.random(in: 0..<frames.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: frames.remove(at: place)
        case 1: frames.insert(frames[place], at: Int.random(in: 0...frames.count, using: &random))
        case 2: frames.swapAt(place, Int.random(in: 0..<frames.count, using: &random))
        case 3: frames = Array(frames.prefix(place))
        case 4: frames[place] = (0..<Int.random(in: 0..<64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        default:
            if !frames[place].isEmpty { frames[place][Int.random(in: 0..<frames[place].count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        }
        return frames
    }

    @Test mutating func nothingEndsTheSession() throws {
        let comms = CommService()
        comms.register("echo") { comm, _ in
            comm.onMessage { message in
                comm.send(message)
                return CommWork { $0.stdout("work") }
            }
            return CommWork { _ in }
        }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var session = Session(interpreter: EchoInterpreter(), comms: comms, connection: ConnectionFile(key: "key"), log: quiet)
        var reader = MessageReader(codec: codec)
        var (refused, busy, idle) = (0, 0, 0)
        func count(_ actions: [Action]) {
            for case .send(let message, _) in actions {
                if message.state == "busy" { busy += 1 }
                if message.state == "idle" { idle += 1 }
                #expect((try? reader.read(codec.encode(message))) != nil, "what we send can be read")
            }
        }
        for number in 0..<Self.cases {
            let whole = codec.encode(request(number))
            let frames = number % 2 == 0 ? whole : damaged(whole)
            let channel = Channel.allCases.randomElement(using: &random) ?? .shell
            do {
                let message = try reader.read(frames)
                let actions = session.receive(message, on: channel)
                count(actions)
                for action in actions {
                    switch action {
                    case .execute(_, let cell, _), .work(_, let cell):
                        for event: CellEvent in [.stream(.stdout, "x"), .inputRequest(prompt: "?", password: false), .finished(.ok())] {
                            count(session.cell(cell, produced: event))
                        }
                    default: break
                    }
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused == reader.refusedCount && refused > Self.cases / 10)
        #expect(busy >= idle && idle > Self.cases / 10)
        let info = Message(identities: [[7]], header: MessageHeader(type: "kernel_info_request", id: "last", session: "client"))
        let answer = session.receive(try reader.read(codec.encode(info)), on: .shell)
        #expect(answer.count == 3, "a session that nothing has ended, with nothing left running")
    }
}
