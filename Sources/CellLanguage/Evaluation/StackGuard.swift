internal import Glibc

/// Knows how much of this thread's stack is left: the one place where addresses are looked at.
struct StackGuard {
    /// What a thread is taken to have below its present frame where the system does not say.
    private static let assumedSize = 4 << 20

    private typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

    private let floor: UInt

    /// A guard for the calling thread that keeps `reserve` bytes free.
    init(reserve: Int) {
        let (lowest, size) = Self.stack ?? (Self.address &- UInt(Self.assumedSize), Self.assumedSize)
        floor = lowest &+ UInt(clamping: min(reserve, size / 2))
    }

    var isExhausted: Bool { Self.address < floor }

    private static var address: UInt {
        var marker: UInt8 = 0
        return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    }

    /// Lowest address and size of the calling thread's stack. Looked up by name, because the header hides the GNU function from Swift.
    private static var stack: (lowest: UInt, size: Int)? {
        guard let symbol = dlsym(nil, "pthread_getattr_np") else { return nil }
        var attributes = pthread_attr_t()
        guard unsafeBitCast(symbol, to: GetAttributes.self)(pthread_self(), &attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(&attributes) }
        var base: UnsafeMutableRawPointer?
        var size = 0
        guard pthread_attr_getstack(&attributes, &base, &size) == 0, let base else { return nil }
        return (UInt(bitPattern: base), size)
    }
}
