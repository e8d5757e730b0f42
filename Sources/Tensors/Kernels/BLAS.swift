import COpenBLAS
import Glibc

/// OpenBLAS with one thread for each call: our own tiles keep the cores busy, and what they add up to depends on no thread count.
enum BLAS {
    private static let isReady: Bool = {
        chooseKernels()
        openblas_set_num_threads(1)
        return true
    }()

    /// A matrix as BLAS sees it: rows (or, transposed, columns) of dense elements.
    struct Matrix {
        var base: Pointer
        /// Elements from one row to the next, or, when transposed, from one column to the next.
        var step: Int
        var isTransposed: Bool

        /// The part that begins at a row and a column.
        @inline(__always)
        func from(row: Int, column: Int) -> Matrix {
            let place = isTransposed ? column * step + row : row * step + column
            return Matrix(base: base + place, step: step, isTransposed: isTransposed)
        }
    }

    /// C = alpha · A · B + beta · C, where A is [m, k], B is [k, n] and C is [m, n] with rows `cStep` apart.
    @inline(__always)
    static func multiply(
        _ m: Int, _ n: Int, _ k: Int, _ a: Matrix, _ b: Matrix, _ c: Pointer, _ cStep: Int, alpha: Float = 1, beta: Float = 0
    ) {
        precondition(isReady)
        cblas_sgemm(
            CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), alpha, a.base, blasint(a.step), b.base, blasint(b.step), beta, c, blasint(cStep))
    }

    /// OpenBLAS up to 0.3.27 does not know the newest processors by name and gives them its AVX2 kernels; those for AVX-512 run twice as
    /// fast there. A choice made in the environment (`OPENBLAS_CORETYPE`) is left alone, and so is any other library in OpenBLAS' place.
    private static func chooseKernels() {
        guard getenv("OPENBLAS_CORETYPE") == nil, let name = openblas_get_corename(), let flags = processorFlags() else { return }
        let wanted: Set<String> = ["avx512f", "avx512dq", "avx512bw", "avx512cd", "avx512vl", "fma"]
        guard ["Haswell", "Zen"].contains(String(cString: name)), wanted.isSubset(of: flags) else { return }
        typealias Procedure = @convention(c) () -> Void
        guard let quit = dlsym(nil, "gotoblas_dynamic_quit"), let start = dlsym(nil, "gotoblas_dynamic_init") else { return }
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 1)
        unsafeBitCast(quit, to: Procedure.self)()
        unsafeBitCast(start, to: Procedure.self)()
        unsetenv("OPENBLAS_CORETYPE")
    }

    private static func processorFlags() -> Set<String>? {
        guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
            guard text.hasPrefix("flags") else { continue }
            return Set(text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init))
        }
        return nil
    }
}
