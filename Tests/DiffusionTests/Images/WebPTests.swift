import Diffusion
import Foundation
import Testing

/// WebP as Pillow reads it.
@Suite struct WebPTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/webp").path

    @Test(arguments: ["lossless_rotated", "lossy", "alpha"])
    func pixelsArePillows(_ name: String) throws {
        let file = try ImageFile(path: "\(Self.folder)/\(name).webp")
        #expect(file.format == .webp)
        let expected = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name).rgb"))
        #expect(file.bitmap.pixels == Array(expected))
        #expect(file.orientation == .upright || name == "lossless_rotated")
    }

    @Test func aMovingPictureIsRefusedByName() throws {
        let error = try #require(#expect(throws: ImageError.self) { try ImageFile(path: "\(Self.folder)/moving.webp") })
        #expect("\(error)".contains("WebP that moves"))
    }

    @Test(arguments: ["lossless_rotated", "lossy", "alpha"])
    func damageIsAnErrorAtMost(_ name: String) throws {
        let bytes = Array(try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name).webp")))
        for place in bytes.indices {
            var harmed = bytes
            harmed[place] ^= UInt8(truncatingIfNeeded: 1 + place * 37)
            _ = try? ImageFile(harmed)
            _ = try? ImageFile(Array(bytes.prefix(place)))
        }
        #expect(throws: ImageError.self) { try ImageFile(Array(bytes.prefix(bytes.count / 2))) }
    }
}
