import Glibc

/// TCP ports that somebody listens on already, for a program that is still to come: who connects meanwhile waits for the first answer instead of trying again.
public struct Doors: Sendable, Equatable, CustomStringConvertible {
    /// Carries open doors to the program that a process becomes.
    private static let variable = "EASEL_DOORS"
    /// Connections that wait for each door.
    private static let queue: Int32 = 100

    /// The listening sockets by their ports.
    private var sockets: [Int: Int32] = [:]

    /// None.
    public init() {}

    /// Listens on those of `ports` that are free at `address`, an IPv4 address in numbers; what can't be had is left to the program to come.
    public init(opening ports: [Int], at address: String) {
        for port in ports { sockets[port] = Self.open(port, at: address) }
    }

    /// What the program before this one in the same process left open. They are nobody else's then: programs that this one starts don't get them.
    public static func inherited() -> Doors {
        guard let text = getenv(variable).map({ String(cString: $0) }) else { return Doors() }
        unsetenv(variable)
        return Doors(text)
    }

    /// Reads what ``description`` wrote. What is no listening socket of this process is left out.
    package init(_ text: String) {
        for door in text.split(separator: " ") {
            let parts = door.split(separator: "=").map { Int($0) }
            guard parts.count == 2, let port = parts[0], let socket = parts[1].flatMap({ Int32(exactly: $0) }), Self.isListening(socket) else { continue }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            sockets[port] = socket
        }
    }

    /// Leaves the doors to the program that this process becomes.
    public func handOver() {
        setenv(Self.variable, description, 1)
    }

    /// The socket that listens on a port.
    public subscript(port: Int) -> Int32? { sockets[port] }

    public var isEmpty: Bool { sockets.isEmpty }

    public var description: String {
        sockets.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func open(_ port: Int, at address: String) -> Int32? {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        guard let port = UInt16(exactly: port), port != 0, inet_pton(AF_INET, address, &name.sin_addr) == 1 else { return nil }
        name.sin_port = port.bigEndian
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        // A kernel that is started again comes back to the ports that it has just left.
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isBound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
        guard isBound, listen(socket, queue) == 0 else {
            close(socket)
            return nil
        }
        return socket
    }

    private static func isListening(_ socket: Int32) -> Bool {
        var (answer, size): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
        return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer != 0
    }
}
