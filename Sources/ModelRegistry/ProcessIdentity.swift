import FoundationEssentials
import Glibc

/// A name of a process that no later one has: its number and the moment it started.
struct ProcessIdentity: Equatable {
    let text: String

    static let own = ProcessIdentity(of: getpid())

    init(text: String) { self.text = text }

    private init(of process: pid_t) { text = "\(process)-\(Self.start(of: process) ?? 0)" }

    var number: pid_t { text.split(separator: "-").first.flatMap { pid_t($0) } ?? 0 }

    var isAlive: Bool { number > 0 && Self(of: number) == self }

    /// Clock ticks since the system's start.
    ///
    /// Source: proc_pid_stat(5), field 22; the name in field 2 may hold anything, up to its last bracket.
    private static func start(of process: pid_t) -> Int? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? Int(fields[19]) : nil
    }
}
