import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing

/// Every case of the image fixtures: Pillow's decoding and resizing, the pixels of the training scripts' datasets, torchvision's geometry.
@Suite struct ImageFixtureTests {
    private let manifest: FixtureValue
    private let tensors: FixtureTensors
    private let folder: String

    init() throws {
        manifest = try Fixtures.manifest("images")
        folder = try #require(Fixtures.folder("images"))
        tensors = try FixtureTensors("\(folder)/images.safetensors")
    }

    @Test func everyCaseIsExact() throws {
        var (passed, later): (Int, [String]) = (0, [])
        for entry in manifest["cases"].array ?? [] {
            let name = try #require(entry["name"].string)
            if try check(entry, name: name) { passed += 1 } else { later.append(name) }
        }
        print("images: \(passed) cases compared")
        ParityRecorder.later(later, of: "images")
        #expect(passed >= 100)
        #expect(later.count <= 5, "\(later)")
    }

    /// Compares one case with what it has; false where a later feature is needed.
    private func check(_ entry: FixtureValue, name: String) throws -> Bool {
        if entry["filter"].string != nil { return try checkResize(entry, name) }
        if entry["script"].string != nil { return try checkDataset(entry, name) }
        if entry["resized_size_wh"].ints != nil { return try checkGeometry(entry, name) }
        if entry["file"].string != nil { return try checkDecoding(entry, name) }
        if name == "convert L" { return try checkLuminance(entry, name) }
        return false
    }

    private func checkDecoding(_ entry: FixtureValue, _ name: String) throws -> Bool {
        let path = "\(folder)/\(try #require(entry["file"].string))"
        guard [".png", ".jpg", ".webp"].contains(where: path.hasSuffix) else {
            let error = #expect(throws: ImageError.self) { try ImageFile(path: path) }
            #expect(error?.description.contains(path) == true, "\(name)")
            return false
        }
        let file = try ImageFile(path: path)
        #expect([file.storedBitmap.width, file.storedBitmap.height] == entry["size_wh"].ints, "\(name)")
        try expectSame(file.bitmap, entry["tensors"]["rgb"], name)
        if !entry["tensors"]["rgb_without_exif_transpose"].isNull {
            try expectSame(file.storedBitmap, entry["tensors"]["rgb_without_exif_transpose"], name)
            #expect(file.orientation != .upright, "\(name)")
        }
        return true
    }

    private func checkLuminance(_ entry: FixtureValue, _ name: String) throws -> Bool {
        let expected = try tensors.entry(try #require(entry["tensors"]["out"].string))
        let actual = try bitmap(entry["input"]).luminance
        try #require(actual.count == expected.data.count)
        let worst = zip(actual, expected.data).map { abs(Int($0) - Int($1)) }.max() ?? 255
        ParityRecorder.expect(Double(worst), within: 0, name, .init("images", "bytes of pictures, of 255"))
        return true
    }

    private func checkResize(_ entry: FixtureValue, _ name: String) throws -> Bool {
        let filter = try self.filter(entry["filter"])
        let size = try #require(entry["size_wh"].ints)
        let input = try bitmap(entry["input"])
        try expectSame(try input.resized(width: size[0], height: size[1], filter: filter), entry["tensors"]["out"], name)
        return true
    }

    private func checkGeometry(_ entry: FixtureValue, _ name: String) throws -> Bool {
        let input = try bitmap(entry["tensors"]["input"])
        let resized = try input.resized(shorterSide: 32)
        #expect([resized.width, resized.height] == entry["resized_size_wh"].ints, "\(name)")
        try expectSame(try resized.centerCropped(width: 32, height: 32), entry["tensors"]["out"], name)
        return true
    }

    /// What the training scripts' datasets make of a file: textual inversion crops a square and then resizes, DreamBooth the other way round.
    private func checkDataset(_ entry: FixtureValue, _ name: String) throws -> Bool {
        let file = try ImageFile(path: "\(folder)/\(try #require(entry["file"].string))")
        let size = try #require(entry["size"].int)
        let script = try #require(entry["script"].string)
        let result: Bitmap
        if script.contains("TextualInversionDataset") {
            let filter = try self.filter(entry["interpolation"])
            let stored = entry["center_crop"].bool == true ? file.storedBitmap.squareCropped() : file.storedBitmap
            let resized = try stored.resized(width: size, height: size, filter: filter)
            result = entry["flip"].bool == true ? resized.flippedHorizontally() : resized
        } else {
            let filter: ResamplingFilter = script.contains("lanczos") ? .lanczos : .bilinear
            result = try file.bitmap.resized(shorterSide: size, filter: filter).centerCropped(width: size, height: size)
        }
        try expectSame(result, entry["tensors"]["u8"], name)
        if let key = entry["tensors"]["float"].string {
            // Textual inversion divides in double precision: half a unit in the last place beside what DreamBooth has.
            let tolerance: Float = script.contains("TextualInversionDataset") ? 1.2e-7 : 0
            expectClose(
                result.tensor, try tensors.floats(key), shape: try tensors.shape(key), absolute: tolerance, name,
                parity: .init("images", "pixels as a network takes them"))
        }
        return true
    }

    private func filter(_ name: FixtureValue) throws -> ResamplingFilter {
        try #require(name.string.flatMap(ResamplingFilter.init(rawValue:)))
    }

    private func bitmap(_ key: FixtureValue) throws -> Bitmap {
        let entry = try tensors.entry(try #require(key.string))
        return try Bitmap(width: entry.shape[1], height: entry.shape[0], pixels: [UInt8](entry.data))
    }

    private func expectSame(_ actual: Bitmap, _ key: FixtureValue, _ name: String) throws {
        let expected = try bitmap(key)
        #expect(actual.width == expected.width && actual.height == expected.height, "\(name)")
        let worst = zip(actual.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
        ParityRecorder.expect(Double(worst), within: 0, name, .init("images", "bytes of pictures, of 255"))
    }
}
