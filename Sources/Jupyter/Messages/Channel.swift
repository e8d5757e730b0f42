/// The four channels that carry messages; the heartbeat carries bytes only.
package enum Channel: Sendable, Hashable, CaseIterable {
    case shell, control, stdin, iopub
}
