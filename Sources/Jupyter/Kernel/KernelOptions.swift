public import Doors
public import Logging

/// How a kernel runs.
public struct KernelOptions: Sendable {
    /// Bytes of stack for the thread that runs cells; only what is used takes memory.
    public var engineStackSize: Int
    /// SIGINT interrupts the running cell, SIGTERM and SIGHUP end the kernel, SIGPIPE is ignored.
    public var handlesSignals: Bool
    /// The process identifier of the program whose end is the kernel's end; normally the value of `JPY_PARENT_PID`.
    public var launcher: String?
    /// Ports that this process listens on already.
    public var doors: Doors
    /// Where cells are kept for later kernels; nil to forget them.
    public var history: (any HistoryArchive)?
    /// Where the kernel notes what it did not understand.
    public var log: Logger

    /// By default the log goes where swift-log's logging system sends it.
    public init(
        engineStackSize: Int = 512 << 20, handlesSignals: Bool = true, launcher: String? = nil, doors: Doors = Doors(),
        history: (any HistoryArchive)? = nil, log: Logger = Logger(label: "kernel")
    ) {
        self.engineStackSize = engineStackSize
        self.handlesSignals = handlesSignals
        self.launcher = launcher
        self.doors = doors
        self.history = history
        self.log = log
    }
}
