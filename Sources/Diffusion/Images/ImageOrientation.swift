/// How stored pixels must be turned to be seen upright.
///
/// Source: EXIF 2.32, tag 0x0112; the numbers are the tag's values.
public enum ImageOrientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case rotated180 = 3
    case flipped = 4
    case transposed = 5
    /// Turned a quarter clockwise to be seen upright.
    case rotatedClockwise = 6
    case transversed = 7
    /// Turned a quarter counterclockwise to be seen upright.
    case rotatedCounterclockwise = 8

    /// True when width and height change places.
    public var swapsSides: Bool { rawValue >= 5 }

    /// The orientation in a block of EXIF data (a TIFF header with its first directory), if it has one.
    init?(exif bytes: ArraySlice<UInt8>) {
        let block = Array(bytes.starts(with: "Exif\0\0".utf8) ? bytes.dropFirst(6) : bytes)
        guard let reader = TIFFReader(block), let value = reader.short(tag: 0x0112) else { return nil }
        self.init(rawValue: value)
    }

    /// The orientation in an XMP packet, if it has one.
    init?(xmp text: some StringProtocol) {
        let name = "tiff:Orientation"
        guard let place = text.utf8.firstIndex(ofSequence: name.utf8) else { return nil }
        let rest = text.utf8[text.utf8.index(place, offsetBy: name.utf8.count)...]
        for opening in ["=\"", ">"] where rest.starts(with: opening.utf8) {
            guard let digit = rest.dropFirst(opening.utf8.count).first else { return nil }
            self.init(rawValue: Int(digit) - 48)
            return
        }
        return nil
    }
}

extension Collection where Element == UInt8 {
    /// Where `sequence` occurs first.
    func firstIndex(ofSequence sequence: some Collection<UInt8>) -> Index? {
        guard let first = sequence.first else { return startIndex }
        var place = startIndex
        while let found = self[place...].firstIndex(of: first) {
            if self[found...].starts(with: sequence) { return found }
            place = index(after: found)
        }
        return nil
    }
}
