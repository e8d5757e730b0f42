import Synchronization

/// Panels that products have packed from a small weight, kept together with its elements.
///
/// Where few rows meet a weight, packing it costs as much as a third of the product. A weight that stays is met again, step after step: from the
/// second time on its panels are kept. What learns is another tensor after every step, so it never gets there.
final class KeptPanels: Sendable {
    /// Elements of the largest weight whose panels are kept: those of Stable Diffusion are larger, but for a few.
    private static let mostElements = 1 << 18
    /// Rows from which on packing is a small part of the work.
    private static let mostRows = 1 << 10

    /// Which matrix in the storage, and for which kernel.
    struct Key: Hashable {
        let offset: Int
        let rowStep: Int
        let columnStep: Int
        let depth: Int
        let columns: Int
        let level: InstructionLevel
    }

    private enum Entry {
        case met
        case kept(Storage)
    }

    private let entries = Mutex<[Key: Entry]>([:])

    /// The panels of a matrix, or nil where they are not worth keeping.
    func panels(_ key: Key, rows: Int, packing: (Pointer) -> Void) -> Storage? {
        guard key.depth * key.columns <= Self.mostElements, rows <= Self.mostRows else { return nil }
        let entry = entries.withLock { entries in
            defer { if entries[key] == nil { entries[key] = .met } }
            return entries[key]
        }
        switch entry {
        case nil: return nil
        case .kept(let panels): return panels
        case .met:
            let panels = Storage(count: PanelPacking.count(depth: key.depth, columns: key.columns, key.level))
            packing(panels.base)
            entries.withLock { $0[key] = .kept(panels) }
            return panels
        }
    }
}
