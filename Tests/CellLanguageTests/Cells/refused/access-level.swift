public let x = 1
// error: SyntaxError: 'public' has no meaning in a cell
