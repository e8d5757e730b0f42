import Jupyter
import Testing

/// Source: what `sqlite3` answers to `SELECT text GLOB pattern`, but for an unclosed bracket, which stands for itself.
@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("*", "", true), ("", "", true), ("", "a", false), ("abc", "abc", true), ("a?c", "abc", true), ("a?c", "ac", false),
        ("*b*", "abc", true), ("*b", "abc", false), ("a*c*e", "abcde", true), ("[a-c]x", "bx", true), ("[^a-c]x", "bx", false),
        ("[^a-c]x", "dx", true), ("[]]", "]", true), ("[a", "[a", true), ("?", "🎨", true), ("*\n*", "a\nb", true), ("A*", "abc", false),
        ("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ])
    func matches(pattern: String, text: String, expected: Bool) {
        #expect(GlobPattern(pattern).matches(text) == expected)
    }
}
