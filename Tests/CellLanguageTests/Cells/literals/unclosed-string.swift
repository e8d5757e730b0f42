let s = "open
// error: SyntaxError: the string is not closed
