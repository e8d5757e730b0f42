/* never closed
// error: SyntaxError: the comment is not closed
