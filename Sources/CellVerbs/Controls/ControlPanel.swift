/// Controls beside a picture, which go on working after the cell: a person moves them and sees what becomes of the picture.
public final class ControlPanel: Sendable {
    /// Something to move.
    public struct Control: Sendable {
        public let name: String
        /// What stands beside it.
        public let label: String
        public let kind: Kind

        init(_ name: String, label: String? = nil, _ kind: Kind) { (self.name, self.label, self.kind) = (name, label ?? name, kind) }

        public enum Kind: Sendable {
            /// A whole number that is typed.
            case number(Int, in: ClosedRange<Int>)
            /// A whole number on a slider.
            case slider(Int, in: ClosedRange<Int>)
            /// A number on a slider.
            case fineSlider(Double, in: ClosedRange<Double>, step: Double)
            /// One of several.
            case choice(String, of: [String])
        }
    }

    /// Where a control stands.
    public enum Setting: Sendable, Equatable {
        case int(Int)
        case double(Double)
        case text(String)

        var int: Int? { if case .int(let value) = self { value } else { nil } }
        var double: Double? {
            switch self {
            case .int(let value): Double(value)
            case .double(let value): value
            case .text: nil
            }
        }
        var text: String? { if case .text(let value) = self { value } else { nil } }
    }

    /// What the settings make.
    public struct Picture: Sendable {
        /// PNG.
        public let bytes: [UInt8]
        /// Pixels.
        public let width: Int
        /// The cell that draws it.
        public let code: String
    }

    public let controls: [Control]
    /// What there is to see before anything is moved.
    public let first: Picture
    private let drawing: @Sendable ([String: Setting], @escaping @Sendable () -> Bool, (String) -> Void) throws -> Picture

    init(
        _ controls: [Control], first: Picture,
        drawing: @escaping @Sendable (_ settings: [String: Setting], _ isStale: @escaping @Sendable () -> Bool, _ progress: (String) -> Void) throws -> Picture
    ) {
        (self.controls, self.first, self.drawing) = (controls, first, drawing)
    }

    /// Draws, on the thread that runs cells; nil where the settings were overtaken by others meanwhile.
    ///
    /// - Parameters:
    ///   - isStale: whether nobody wants the picture any more; asked before every block of a network.
    ///   - progress: told how far it is, in a few words.
    /// - Throws: what a person should know.
    public func picture(_ settings: [String: Setting], isStale: @escaping @Sendable () -> Bool, progress: (String) -> Void) throws -> Picture? {
        do {
            return try drawing(settings, isStale, progress)
        } catch  where isStale() {
            return nil
        }
    }
}
