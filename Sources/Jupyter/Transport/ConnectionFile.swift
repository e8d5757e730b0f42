import JSONValues

/// Where a kernel listens and which key signs its messages.
///
/// Source: jupyter-client's "Making kernels for Jupyter", section "Connection files".
public struct ConnectionFile: Sendable, Hashable {
    /// How bytes travel.
    public enum TransportProtocol: String, Sendable {
        case tcp, ipc
    }

    public var transport: TransportProtocol
    /// The address to listen on; with `ipc`, the path that the sockets' names start with.
    public var ip: String
    /// Ports; with `tcp`, 0 lets the system choose.
    public var shellPort: Int
    public var iopubPort: Int
    public var stdinPort: Int
    public var controlPort: Int
    public var heartbeatPort: Int
    /// The key that signs messages; empty for none.
    public var key: String
    public var kernelName: String
    /// The keys that encrypt the sockets; nil where bytes travel in the open.
    public var curve: CurveKeys?

    public init(
        transport: TransportProtocol = .tcp, ip: String = "127.0.0.1", shellPort: Int = 0, iopubPort: Int = 0, stdinPort: Int = 0,
        controlPort: Int = 0, heartbeatPort: Int = 0, key: String, kernelName: String = "",
        curve: CurveKeys? = nil
    ) {
        self.transport = transport
        self.ip = ip
        self.shellPort = shellPort
        self.iopubPort = iopubPort
        self.stdinPort = stdinPort
        self.controlPort = controlPort
        self.heartbeatPort = heartbeatPort
        self.key = key
        self.kernelName = kernelName
        self.curve = curve
    }

    /// Reads the file at `path`.
    ///
    /// Throws: ``JupyterError/unreadableFile(path:reason:)`` and ``JupyterError/unusableConnectionFile(path:reason:)``, which says what is
    /// missing or not supported.
    public init(path: String) throws(JupyterError) {
        let bytes = try FileBytes.read(path)
        do {
            try self.init(json: JSONValue(parsing: bytes))
        } catch {
            throw .unusableConnectionFile(path: path, reason: "\(error)")
        }
    }

    private init(json: JSONValue) throws(Unusable) {
        guard let fields = json.object else { throw Unusable("it holds no JSON object") }
        guard let transport = TransportProtocol(rawValue: fields["transport"]?.string ?? "tcp") else {
            throw Unusable("its transport is \(fields["transport"]?.string ?? "no text"), and we speak tcp and ipc")
        }
        let key = fields["key"]?.string ?? ""
        let scheme = fields["signature_scheme"]?.string ?? "hmac-sha256"
        guard key.isEmpty || scheme == "hmac-sha256" else {
            throw Unusable("its signature_scheme is \(scheme), and we sign with hmac-sha256")
        }
        self.init(
            transport: transport, ip: fields["ip"]?.string ?? "127.0.0.1", shellPort: try Self.port("shell_port", fields),
            iopubPort: try Self.port("iopub_port", fields), stdinPort: try Self.port("stdin_port", fields),
            controlPort: try Self.port("control_port", fields), heartbeatPort: try Self.port("hb_port", fields), key: key,
            kernelName: fields["kernel_name"]?.string ?? "", curve: try Self.curve(fields))
    }

    /// Half a pair must not become a kernel in the open.
    private static func curve(_ fields: JSONObject) throws(Unusable) -> CurveKeys? {
        let (publicKey, secretKey) = (fields["curve_publickey"] ?? .null, fields["curve_secretkey"] ?? .null)
        if publicKey == .null, secretKey == .null { return nil }
        guard let keys = CurveKeys(publicKey: publicKey.string ?? "", secretKey: secretKey.string ?? "") else {
            throw Unusable("its curve_publickey and curve_secretkey are no pair of keys in Z85")
        }
        return keys
    }

    private static func port(_ name: String, _ fields: JSONObject) throws(Unusable) -> Int {
        guard let value = fields[name] else { throw Unusable("it has no \(name)") }
        guard let port = value.int, (0...65535).contains(port) else { throw Unusable("its \(name) is no port number") }
        return port
    }

    private struct Unusable: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    /// The content of the file.
    public var json: JSONObject {
        var json = portsJSON.merging([
            "transport": .string(transport.rawValue), "ip": .string(ip), "key": .string(key), "signature_scheme": "hmac-sha256",
            "kernel_name": .string(kernelName),
        ]) { $1 }
        json["curve_publickey"] = curve.map { .string($0.publicKey) }
        json["curve_secretkey"] = curve.map { .string($0.secretKey) }
        return json
    }

    var portsJSON: JSONObject {
        [
            "shell_port": .int(shellPort), "iopub_port": .int(iopubPort), "stdin_port": .int(stdinPort),
            "control_port": .int(controlPort), "hb_port": .int(heartbeatPort),
        ]
    }

    /// The address of a socket in ZeroMQ's notation.
    package func endpoint(port: Int) -> String {
        switch transport {
        case .tcp: "tcp://\(ip):\(port == 0 ? "*" : String(port))"
        case .ipc: "ipc://\(ip)-\(port)"
        }
    }
}
