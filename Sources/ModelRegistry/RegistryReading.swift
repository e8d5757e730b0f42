import GRDB
import Personalization

/// Rows as records.
struct RegistryReading {
    let database: Database
    let files: RegistryFiles

    func record(_ id: Int64) throws -> MetamodelRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM models WHERE id = ?", arguments: [id]).map(record)
    }

    func record(_ name: String, kind: ModelKind, owner: String) throws -> MetamodelRecord? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM models WHERE name = ? AND kind = ? AND scope = ?",
            arguments: [name, kind.rawValue, kind.isOwned ? owner : ""]
        ).map(record)
    }

    func records(visibleTo owner: String) throws -> [MetamodelRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM models WHERE scope IN ('', ?) ORDER BY name, kind", arguments: [owner]).map(record)
    }

    /// The digests that rows name.
    func digests(_ kind: RegistryFiles.Kind) throws -> Set<String> {
        try String.fetchSet(database, sql: "SELECT digest FROM \(kind == .pictures ? "pictures" : "states")")
    }

    private func record(_ row: Row) throws -> MetamodelRecord {
        let id: Int64 = row["id"]
        guard let kind = ModelKind(rawValue: row["kind"]) else { throw RegistryFailure("it holds a model of the unknown kind '\(row["kind"] as String)'") }
        return MetamodelRecord(
            id: id, name: row["name"], kind: kind, owner: row["owner"],
            base: .init(name: row["baseName"], path: row["basePath"], hash: row["baseHash"]), created: row["created"], subjects: try subjects(of: id),
            states: try states(of: id))
    }

    private func subjects(of id: Int64) throws -> [MetamodelRecord.Subject] {
        try Row.fetchAll(database, sql: "SELECT * FROM subjects WHERE model = ? ORDER BY position", arguments: [id]).map { row in
            .init(
                identifier: row["identifier"], category: row["category"], owner: row["owner"], settings: row["settings"], learnt: row["learnt"],
                pictures: try pictures(of: id, subject: row["position"]))
        }
    }

    private func pictures(of id: Int64, subject: Int) throws -> [MetamodelRecord.Picture] {
        try Row.fetchAll(
            database, sql: "SELECT digest, details FROM pictures WHERE model = ? AND subject = ? ORDER BY position", arguments: [id, subject]
        ).map { .init(path: files.path(.pictures, $0["digest"]), digest: $0["digest"], details: $0["details"]) }
    }

    private func states(of id: Int64) throws -> [MetamodelRecord.State] {
        try Row.fetchAll(database, sql: "SELECT * FROM states WHERE model = ? ORDER BY number", arguments: [id]).map { row in
            .init(number: row["number"], identifier: row["identifier"], path: files.path(.weights, row["digest"]), digest: row["digest"])
        }
    }
}
