@MainActor func f() { }
// error: SyntaxError: cells have no attributes; leave '@MainActor' out
