import Foundation
import JSONValues
import Jupyter
import Testing

@Suite struct ConnectionFileTests {
    private static let whole: JSONObject = [
        "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1", "transport": "tcp",
        "key": "k", "signature_scheme": "hmac-sha256", "kernel_name": "easel",
    ]

    private func read(_ content: JSONObject) throws -> ConnectionFile {
        let path = "/tmp/easel-connection-\(UUID()).json"
        defer { unlink(path) }
        try Data(JSONValue.object(content).serialized()).write(to: URL(fileURLWithPath: path))
        return try ConnectionFile(path: path)
    }

    @Test func thereAndBack() throws {
        let file = try read(Self.whole)
        #expect(file.json == Self.whole)
        #expect(file.endpoint(port: file.shellPort) == "tcp://127.0.0.1:1")
        let ipc = try read(Self.whole.merging(["transport": "ipc", "ip": "/tmp/k"]) { $1 })
        #expect(ipc.endpoint(port: ipc.heartbeatPort) == "ipc:///tmp/k-5")
    }

    @Test(
        arguments: [
            ("shell_port", .null), ("hb_port", "x"), ("control_port", 70000), ("iopub_port", -1), ("transport", "udp"),
            ("signature_scheme", "hmac-md5"),
            ("curve_publickey", "abc"), ("curve_secretkey", .string(String(repeating: "a", count: 40))),
        ] as [(String, JSONValue)])
    func refuses(member: String, value: JSONValue) throws {
        #expect {
            try read(Self.whole.merging([member: value]) { $1 })
        } throws: { error in
            guard case .unusableConnectionFile(_, let reason) = error as? JupyterError else { return false }
            return reason.contains(member)
        }
    }

    @Test func keysOfEncryption() throws {
        let key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
        let file = try read(Self.whole.merging(["curve_publickey": .string(key), "curve_secretkey": .string(key)]) { $1 })
        #expect(file.curve == CurveKeys(publicKey: key, secretKey: key))
        #expect(file.json["curve_publickey"] == .string(key))
        #expect(try read(Self.whole.merging(["curve_publickey": .null]) { $1 }).curve == nil)
        #expect(CurveKeys(publicKey: key, secretKey: "ü" + key.dropFirst()) == nil)
    }

    @Test func missingFile() {
        #expect(throws: JupyterError.unreadableFile(path: "/nowhere.json", reason: "No such file or directory")) {
            try ConnectionFile(path: "/nowhere.json")
        }
    }
}
