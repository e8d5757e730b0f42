public enum OutputStream: Sendable {
    case standardOutput
    case standardError
}
