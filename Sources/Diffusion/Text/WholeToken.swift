/// A token that is found in the text as it stands, before words are cut: a special token, or a placeholder that was added.
///
/// Source: tokenizers, `AddedToken`.
struct WholeToken: Equatable, Sendable {
    var content: String
    var id: Int
    /// Found in the normalised text, so in any case; otherwise only as written.
    var isNormalized = true
    /// One of the roles (start, end, padding, unknown).
    var isSpecial = false
    /// Found only where no letter, digit or underscore touches it.
    var isSingleWord = false
    /// Takes in the white space before it.
    var stripsLeft = false
    /// Takes in the white space after it.
    var stripsRight = false
}
