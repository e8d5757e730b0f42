import Foundation

extension HistoryDatabase {
    /// Where a person's history lies: what `EASEL_HISTORY` says, or the folder for data of programs; nil where `EASEL_HISTORY` is `off`.
    public static func path(environment: [String: String]) -> String? {
        switch environment["EASEL_HISTORY"] {
        case "off"?: return nil
        case let path? where !path.isEmpty: return path
        default: break
        }
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory() + "/.local/share"
        return data + "/easel/history.sqlite"
    }
}
