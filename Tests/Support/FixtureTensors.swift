package import Foundation

/// The tensors of a fixture file. A reader for tests alone, independent of the one under test.
///
/// Source: the safetensors format (eight bytes of header length, a JSON header, the data).
package struct FixtureTensors: Sendable {
    package struct Entry: Sendable {
        package let shape: [Int]
        /// F64, F32, F16, BF16, I64, I32 or U8.
        package let dtype: String
        package let data: Data

        /// The values as float32, whatever they are stored as.
        package var floats: [Float] {
            switch dtype {
            case "F32": values(of: Float.self)
            case "F64": values(of: Double.self).map { Float($0) }
            case "F16": values(of: Float16.self).map { Float($0) }
            case "BF16": values(of: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
            default: integers.map { Float($0) }
            }
        }

        /// The values in double precision.
        package var doubles: [Double] {
            dtype == "F64" ? values(of: Double.self) : floats.map { Double($0) }
        }

        /// The values of an integer tensor; empty for others.
        package var integers: [Int] {
            switch dtype {
            case "I64": values(of: Int64.self).map { Int($0) }
            case "I32": values(of: Int32.self).map { Int($0) }
            case "U8", "BOOL": data.map { Int($0) }
            default: []
            }
        }

        private func values<T: BitwiseCopyable>(of type: T.Type) -> [T] {
            data.withUnsafeBytes { bytes in
                (0..<bytes.count / MemoryLayout<T>.size).map {
                    bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: type)
                }
            }
        }
    }

    package let path: String
    package let entries: [String: Entry]

    package var names: [String] { entries.keys.sorted() }

    package init(_ path: String) throws {
        self.path = path
        let file = try Data(contentsOf: URL(filePath: path))
        guard file.count >= 8 else { throw FixtureError.malformed(file: path, reason: "no header") }
        let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= file.count - 8 else { throw FixtureError.malformed(file: path, reason: "header of \(length) bytes") }
        let body = 8 + length
        var entries: [String: Entry] = [:]
        for (name, value) in try FixtureValue(json: file[8..<body]).object ?? [:] where name != "__metadata__" {
            guard let dtype = value["dtype"].string, let shape = value["shape"].ints, let range = value["data_offsets"].ints,
                range.count == 2, range[0] <= range[1], body + range[1] <= file.count
            else { throw FixtureError.malformed(file: path, reason: "entry \(name)") }
            entries[name] = Entry(shape: shape, dtype: dtype, data: file.subdata(in: body + range[0]..<body + range[1]))
        }
        self.entries = entries
    }

    package subscript(_ name: String) -> Entry? { entries[name] }

    /// The entry of that name, which must be there.
    package func entry(_ name: String) throws -> Entry {
        guard let entry = entries[name] else { throw FixtureError.missing("\(path): \(name)") }
        return entry
    }

    package func floats(_ name: String) throws -> [Float] { try entry(name).floats }
    package func shape(_ name: String) throws -> [Int] { try entry(name).shape }
}
