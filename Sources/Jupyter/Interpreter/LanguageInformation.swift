import JSONValues

/// How front ends colour, save and export cells of a language.
public struct LanguageInformation: Sendable, Hashable {
    public var name: String
    public var version: String
    public var mimeType: String
    public var fileExtension: String
    /// The name that Pygments, which nbconvert uses, knows the language by.
    public var pygmentsLexer: String
    /// The name that CodeMirror, which JupyterLab uses, knows the language by.
    public var codeMirrorMode: String
    public var nbconvertExporter: String

    public init(
        name: String, version: String, mimeType: String, fileExtension: String, pygmentsLexer: String, codeMirrorMode: String,
        nbconvertExporter: String = "script"
    ) {
        self.name = name
        self.version = version
        self.mimeType = mimeType
        self.fileExtension = fileExtension
        self.pygmentsLexer = pygmentsLexer
        self.codeMirrorMode = codeMirrorMode
        self.nbconvertExporter = nbconvertExporter
    }

    /// Swift, as every front end already knows it.
    public static let swift = LanguageInformation(
        name: "swift", version: "6.3", mimeType: "text/x-swift", fileExtension: ".swift", pygmentsLexer: "swift", codeMirrorMode: "swift")

    /// The `language_info` of a kernel_info reply and of a notebook's metadata.
    public var json: JSONObject {
        [
            "name": .string(name), "version": .string(version), "mimetype": .string(mimeType), "file_extension": .string(fileExtension),
            "pygments_lexer": .string(pygmentsLexer), "codemirror_mode": .string(codeMirrorMode),
            "nbconvert_exporter": .string(nbconvertExporter),
        ]
    }
}
