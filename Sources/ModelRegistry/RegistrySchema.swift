import GRDB

/// The tables of a registry.
enum RegistrySchema {
    /// What this version of Easel writes; files of later versions are left alone.
    static let version = 1

    static func make(in database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw RegistryFailure("it was written by a later version of Easel (format \(found))") }
        guard found < version else { return }
        try database.execute(
            sql: """
                CREATE TABLE models (
                    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
                    -- Owned models have names of their owner's; shared ones have ''.
                    scope TEXT NOT NULL, owner TEXT NOT NULL, baseName TEXT NOT NULL, basePath TEXT NOT NULL, baseHash TEXT NOT NULL,
                    created TEXT NOT NULL DEFAULT (datetime()), UNIQUE (name, kind, scope)
                );
                CREATE TABLE identifiers (
                    model INTEGER NOT NULL REFERENCES models (id), identifier TEXT NOT NULL COLLATE NOCASE, category TEXT NOT NULL,
                    owner TEXT NOT NULL, process TEXT NOT NULL, handedOut TEXT NOT NULL DEFAULT (datetime()), PRIMARY KEY (model, identifier)
                );
                CREATE TABLE subjects (
                    model INTEGER NOT NULL REFERENCES models (id), position INTEGER NOT NULL, identifier TEXT NOT NULL COLLATE NOCASE,
                    category TEXT NOT NULL, owner TEXT NOT NULL, settings TEXT NOT NULL, learnt TEXT NOT NULL DEFAULT (datetime()),
                    PRIMARY KEY (model, position), UNIQUE (model, identifier), FOREIGN KEY (model, identifier) REFERENCES identifiers (model, identifier)
                );
                CREATE TABLE pictures (
                    model INTEGER NOT NULL, subject INTEGER NOT NULL, position INTEGER NOT NULL, digest TEXT NOT NULL, details TEXT NOT NULL,
                    PRIMARY KEY (model, subject, position), FOREIGN KEY (model, subject) REFERENCES subjects (model, position)
                );
                CREATE TABLE states (
                    model INTEGER NOT NULL REFERENCES models (id), number INTEGER NOT NULL, identifier TEXT NOT NULL, digest TEXT NOT NULL,
                    PRIMARY KEY (model, number)
                );
                PRAGMA user_version = \(version);
                """)
    }
}

/// Why a registry can't be used, in words.
struct RegistryFailure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
