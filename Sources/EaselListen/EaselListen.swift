import Doors
import Glibc
import JSONValues

/// `easel-listen`: listens where Jupyter's connection file says, and then becomes `easel`.
///
/// A front end connects 12 ms after it has started a kernel; whom nobody hears then tries again after 100 to 200 ms. The kernel's libraries take longer than that to
/// load, this program takes 3 ms. Everything that may be wrong is left to `easel`, which says it.
@main
struct EaselListen {
    private static let largestFile = 1 << 16
    private static let ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]

    static func main() {
        if let file = connectionFile, let text = read(file), let doors = doors(of: text), !doors.isEmpty { doors.handOver() }
        becomeEasel()
    }

    private static var connectionFile: String? {
        let arguments = CommandLine.arguments
        let option = arguments.firstIndex { ["-f", "--connection-file"].contains($0) }
        return option.flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
    }

    private static func doors(of text: [UInt8]) -> Doors? {
        guard let fields = try? JSONValue(parsing: text), fields["transport"]?.string ?? "tcp" == "tcp" else { return nil }
        return Doors(opening: ports.compactMap { fields[$0]?.int }, at: fields["ip"]?.string ?? "127.0.0.1")
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: largestFile)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Goes on as the `easel` that lies beside this program, with the same arguments.
    private static func becomeEasel() -> Never {
        var link = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &link, link.count)
        let folder = link.prefix(max(0, length)).lastIndex(of: UInt8(ascii: "/")).map { link[...$0] } ?? []
        let program = String(decoding: folder, as: UTF8.self) + "easel"
        CommandLine.unsafeArgv[0] = strdup(program)
        execv(program, CommandLine.unsafeArgv)
        perror("easel-listen: \(program)")
        exit(127)
    }
}
