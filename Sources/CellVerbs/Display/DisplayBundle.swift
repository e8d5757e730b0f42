public import Foundation

/// One thing in several forms, of which a front end shows the richest that it knows; `text/plain` is always among them.
public struct DisplayBundle: Equatable, Sendable {
    /// By MIME type; pictures are base64 text.
    public var data: [String: String]
    /// Display sizes in pixels, by MIME type.
    public var sizes: [String: Size] = [:]

    public struct Size: Equatable, Sendable {
        public let width: Int
        public let height: Int
    }

    public init(text: String, html: String? = nil) {
        data = ["text/plain": text]
        if let html { data["text/html"] = html }
    }

    public var text: String { data["text/plain"] ?? "" }

    /// The bytes of the PNG picture among the forms.
    public var png: Data? { data["image/png"].flatMap { Data(base64Encoded: $0) } }

    /// What takes the place of a display that has had its time.
    static let nothing = DisplayBundle(text: "", html: "")

    /// A picture with its text.
    static func png(_ bytes: [UInt8], text: String) -> DisplayBundle {
        var bundle = DisplayBundle(text: text)
        bundle.data["image/png"] = Data(bytes).base64EncodedString()
        return bundle
    }
}
