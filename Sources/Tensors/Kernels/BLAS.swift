import Glibc

/// OpenBLAS with one thread for each call: the yardstick that our own kernels are measured by (`docs/decisions.md`). It is looked for when somebody measures;
/// no network, cell or front end waits for it.
enum BLAS {
    private typealias Multiplication =
        @Sendable @convention(c) (
            _ order: Int32, _ leftForm: Int32, _ rightForm: Int32, _ m: Int32, _ n: Int32, _ k: Int32, _ alpha: Float,
            _ left: UnsafePointer<Float>, _ leftStep: Int32, _ right: UnsafePointer<Float>, _ rightStep: Int32,
            _ beta: Float, _ result: UnsafeMutablePointer<Float>, _ resultStep: Int32
        ) -> Void

    /// cblas.h: CblasRowMajor and CblasNoTrans.
    private static let (rowMajor, asItLies): (Int32, Int32) = (101, 111)

    /// The library's `cblas_sgemm`; nil where the machine has no OpenBLAS.
    private static let sgemm: Multiplication? = {
        guard let library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL), let multiply = dlsym(library, "cblas_sgemm"),
            let limit = dlsym(library, "openblas_set_num_threads")
        else { return nil }
        unsafeBitCast(limit, to: (@convention(c) (Int32) -> Void).self)(1)
        return unsafeBitCast(multiply, to: Multiplication.self)
    }()

    static var isAvailable: Bool { sgemm != nil }

    /// C = A · B, where A is [m, k], B is [k, n] and C is [m, n]; rows lie `step` elements apart.
    static func multiply(_ m: Int, _ n: Int, _ k: Int, _ a: (base: Pointer, step: Int), _ b: (base: Pointer, step: Int), _ c: (base: Pointer, step: Int)) {
        guard let sgemm else { preconditionFailure("products of OpenBLAS are asked for where it is") }
        sgemm(rowMajor, asItLies, asItLies, Int32(m), Int32(n), Int32(k), 1, a.base, Int32(a.step), b.base, Int32(b.step), 0, c.base, Int32(c.step))
    }
}
