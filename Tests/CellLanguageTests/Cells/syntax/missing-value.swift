let x =
// error: SyntaxError: expected a value, but the cell ends here
