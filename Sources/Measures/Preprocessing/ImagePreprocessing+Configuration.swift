import Diffusion
import FoundationEssentials
import JSONValues
import NeuralNetworks

extension ImagePreprocessing {
    /// What `preprocessor_config.json` in the folder says, where there is one: published repositories differ in means, filter and cut.
    ///
    /// - Parameter standard: where the file, or a key of it, is missing.
    /// - Throws: `NeuralNetworksError.unsupportedConfiguration` for what no network of this size can take.
    init(folder: String, size: Int, standard: ImagePreprocessing) throws {
        self = standard
        let path = "\(folder)/preprocessor_config.json"
        guard FileManager.default.fileExists(atPath: path) else { return }
        let file = try ConfigurationFile(path: path)
        if let means = try Self.triple("image_mean", of: file) { mean = means }
        if let deviations = try Self.triple("image_std", of: file) { deviation = deviations }
        guard deviation.allSatisfy({ $0 > 0 }) else { throw file.unsupported("image_std", expected: "above 0", found: file.members["image_std"]) }
        if file.members["resample"] != nil { filter = try Self.filter(of: file) }
        roundsMiddle = false
        try readFit(file)
    }

    private mutating func readFit(_ file: ConfigurationFile) throws {
        let cut = try Self.side("crop_size", of: file)
        let isCut = try file.flag("do_center_crop", default: cut != nil)
        if isCut, let cut, cut != size { throw file.unsupported("crop_size", expected: "\(size)", found: file.members["crop_size"]) }
        guard isCut else {
            fit = .squeezed
            return
        }
        let shorter = try Self.side("size", of: file) ?? size
        guard (size...4096).contains(shorter) else { throw file.unsupported("size", expected: "from \(size) to 4096", found: file.members["size"]) }
        fit = .shorterSide(shorter)
    }

    /// A number, or a table with the shorter edge or the height.
    private static func side(_ key: String, of file: ConfigurationFile) throws -> Int? {
        guard let found = file.members[key], !found.isNull else { return nil }
        guard let side = found.int ?? found["shortest_edge"]?.int ?? found["height"]?.int else {
            throw file.unsupported(key, expected: "a number of pixels", found: found)
        }
        return side
    }

    private static func triple(_ key: String, of file: ConfigurationFile) throws -> [Float]? {
        guard let found = file.members[key], !found.isNull else { return nil }
        let values = found.array?.compactMap(\.double) ?? []
        guard values.count == 3, values.allSatisfy(\.isFinite) else { throw file.unsupported(key, expected: "three numbers", found: found) }
        return values.map { Float($0) }
    }

    /// Pillow's numbers of its filters.
    private static func filter(of file: ConfigurationFile) throws -> ResamplingFilter {
        let filters: [Int: ResamplingFilter] = [0: .nearest, 1: .lanczos, 2: .bilinear, 3: .bicubic, 4: .box, 5: .hamming]
        guard let filter = file.members["resample"]?.int.flatMap({ filters[$0] }) else {
            throw file.unsupported("resample", expected: "from 0 to 5", found: file.members["resample"])
        }
        return filter
    }
}
