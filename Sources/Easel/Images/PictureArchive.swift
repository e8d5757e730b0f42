import CZip

/// A zip archive of pictures, through libzip.
///
/// Source: libzip's manual; APPNOTE.TXT, the format's description.
final class PictureArchive {
    /// The archive's path or address, for messages.
    let source: String
    /// Names of the files in it, in their order; folders are left out.
    let names: [String]
    private let archive: OpaquePointer
    private let indices: [String: UInt64]
    // libzip reads from these as long as the archive is open.
    private let bytes: UnsafeMutableRawBufferPointer?

    private static let fileLimit = 1 << 28
    private static let countLimit = 10_000

    /// - Throws: `EaselError.unreadableFile` for what is no archive.
    convenience init(path: String) throws {
        var code: CInt = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw EaselError.unreadableFile(path: path, reason: String(cString: zip_error_strerror(&error)))
        }
        try self.init(archive, bytes: nil, source: path)
    }

    /// - Parameter source: where the bytes came from, for messages.
    convenience init(_ content: [UInt8], source: String) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(content.count, 1), alignment: 1)
        bytes.copyBytes(from: content)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let buffer = zip_source_buffer_create(bytes.baseAddress, UInt64(content.count), 0, &error),
            let archive = zip_open_from_source(buffer, ZIP_RDONLY, &error)
        else {
            bytes.deallocate()
            throw EaselError.unreadableFile(path: source, reason: String(cString: zip_error_strerror(&error)))
        }
        try self.init(archive, bytes: bytes, source: source)
    }

    private init(_ archive: OpaquePointer, bytes: UnsafeMutableRawBufferPointer?, source: String) throws {
        (self.archive, self.bytes, self.source) = (archive, bytes, source)
        let count = max(0, zip_get_num_entries(archive, 0))
        let entries = (0..<UInt64(min(Int(count), Self.countLimit + 1))).compactMap { index in
            zip_get_name(archive, index, 0).map { (String(cString: $0), index) }
        }
        names = entries.map(\.0).filter { !$0.hasSuffix("/") }
        indices = Dictionary(entries) { first, _ in first }
        guard count <= Self.countLimit else { throw EaselError.unreadableFile(path: source, reason: "it holds more than \(Self.countLimit) files") }
    }

    deinit {
        zip_discard(archive)
        bytes?.deallocate()
    }

    /// The content of a file; nil where there is none of the name.
    ///
    /// - Throws: `EaselError.unreadableFile` for one that is damaged, encrypted, or claims to be larger than it can be.
    func content(of name: String) throws -> [UInt8]? {
        guard let index = indices[name] else { return nil }
        func refuse(_ reason: String) -> EaselError { .unreadableFile(path: "\(source)/\(name)", reason: reason) }
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0 else { throw refuse(message) }
        // Deflate cannot shrink data more than 1032-fold: a file that claims more is not given the memory.
        guard status.size <= Self.fileLimit, status.size / 1032 <= status.comp_size else { throw refuse("it claims to have \(status.size) bytes") }
        guard let file = zip_fopen_index(archive, index, 0) else { throw refuse(message) }
        defer { zip_fclose(file) }
        var content = [UInt8](repeating: 0, count: Int(status.size))
        guard zip_fread(file, &content, status.size) == Int64(content.count) else { throw refuse("it is damaged") }
        return content
    }

    private var message: String { String(cString: zip_strerror(archive)) }
}
