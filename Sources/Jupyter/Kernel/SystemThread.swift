import Glibc

/// A thread of the operating system, for work that blocks or needs a stack of its own size.
package enum SystemThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts a thread that runs `body` and is not waited for.
    ///
    /// Throws: ``JupyterError/cannotStartThread(name:reason:)``.
    package static func start(_ name: String, stackSize: Int, _ body: @escaping @Sendable () -> Void) throws(JupyterError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            throw .cannotStartThread(name: name, reason: String(cString: strerror(status)))
        }
    }
}
