import FoundationEssentials

/// What the system says about itself and this process, in lines `name: value`.
///
/// Source: proc(5).
enum ProcessFile {
    /// The first line of that name.
    static func field(_ name: String, of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, trimmed(parts[0]) == name else { continue }
            return trimmed(parts[1])
        }
        return nil
    }

    /// The most bytes that this process ever had resident.
    static var peakMemory: Int {
        let kilobytes = field("VmHWM", of: "/proc/self/status").flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1024
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
