import JSONValues
import Jupyter
import Testing

@Suite struct MessageCodecTests {
    private let message = Message(
        identities: [[1, 2], Array("topic".utf8)], header: MessageHeader(type: "status", id: "1", session: "s"),
        parentHeader: ["msg_id": "0"], metadata: ["m": 1.5], content: ["text": "grüße \u{0}\n\"🎨"], buffers: [[0xFF], []])

    @Test(arguments: ["", "secret"])
    func thereAndBack(key: String) throws {
        let codec = MessageCodec(key: key)
        let frames = codec.encode(message)
        #expect(frames[2] == Array("<IDS|MSG>".utf8))
        #expect(frames[3].isEmpty == key.isEmpty)
        #expect(try codec.decode(frames).message == message)
    }

    /// Source: `jupyter_client.session.Session(key=b"secret").sign(…)` over the four frames below.
    @Test func signatureIsJupyters() throws {
        let body = Array(#"{"msg_id":"a","msg_type":"b"}"#.utf8)
        let empty = Array("{}".utf8)
        let signature = Array("bcd0081e78d2b313200ca9459a8c2eeced98b94001c212c9607b3b09b38410f3".utf8)
        let decoded = try MessageCodec(key: "secret").decode([Array("<IDS|MSG>".utf8), signature, body, empty, empty, empty])
        #expect(decoded.message.header.id == "a")
    }

    @Test func signatureCoversTheBytesAsTheyCame() throws {
        let codec = MessageCodec(key: "secret")
        var frames = codec.encode(message)
        frames[7].append(0x20)
        #expect(throws: JupyterError.wrongSignature) { try codec.decode(frames) }
        frames = codec.encode(message)
        frames[3] = []
        #expect(throws: JupyterError.wrongSignature) { try codec.decode(frames) }
        #expect(throws: JupyterError.wrongSignature) { try MessageCodec(key: "other").decode(codec.encode(message)) }
        // Buffers are not signed.
        frames = codec.encode(message)
        frames[8] = [1, 2, 3]
        #expect(try codec.decode(frames).message.buffers == [[1, 2, 3], []])
    }

    @Test func malformedMessages() {
        let delimiter = Array("<IDS|MSG>".utf8)
        let (empty, header) = (Array("{}".utf8), Array(#"{"msg_id":"1","msg_type":"t"}"#.utf8))
        let cases: [[[UInt8]]] = [
            [], [[]], [delimiter], [delimiter, [], header, empty, empty], [delimiter, [], empty, empty, empty, empty],
            [delimiter, [], Array("[]".utf8), empty, empty, empty], [delimiter, [], header, Array("7".utf8), empty, empty],
            [delimiter, [], header, empty, empty, Array("{".utf8)], [delimiter, [], header, empty, empty, [0xFF]],
            [delimiter, [], header, empty, empty, [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)],
        ]
        for frames in cases { #expect(throws: JupyterError.self) { try MessageCodec(key: "").decode(frames) } }
    }

    @Test func replayedMessagesAreRefused() throws {
        let codec = MessageCodec(key: "secret")
        var reader = MessageReader(codec: codec)
        let first = codec.encode(message)
        _ = try reader.read(first)
        #expect(throws: JupyterError.replayedMessage(id: "1")) { try reader.read(first) }
        for number in 0..<8192 {
            var other = message
            other.content = ["n": .int(number)]
            _ = try reader.read(codec.encode(other))
        }
        #expect(throws: JupyterError.self) { try reader.read([[1], [2]]) }
        #expect(reader.refusedCount == 2)
    }

    /// Random, cut and damaged frames: whatever happens, nothing traps.
    @Test func damagedFrames() throws {
        var random = SystemRandomNumberGenerator()
        let codec = MessageCodec(key: "")
        let whole = codec.encode(message)
        var readable = 0
        for _ in 0..<20_000 {
            var frames = whole
            switch Int.random(in: 0..<4, using: &random) {
            case 0: frames.remove(at: Int.random(in: 0..<frames.count, using: &random))
            case 1:
                let index = Int.random(in: 0..<frames.count, using: &random)
                frames[index] = Array(frames[index].prefix(Int.random(in: 0...frames[index].count, using: &random)))
            case 2:
                let index = Int.random(in: 0..<frames.count, using: &random)
                for position in frames[index].indices where Bool.random(using: &random) {
                    frames[index][position] = UInt8.random(in: 0...255, using: &random)
                }
            default:
                frames = (0..<Int.random(in: 0..<9, using: &random)).map { _ in
                    (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                }
            }
            if (try? codec.decode(frames)) != nil { readable += 1 }
        }
        #expect(readable > 0)
    }
}
