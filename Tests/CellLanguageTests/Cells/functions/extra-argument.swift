func one(_ a: Int) -> Int { a }
one(1, 2)
// error: ArgumentError: one takes one argument
// underlined: 2
