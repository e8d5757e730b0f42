infix operator +++
// error: SyntaxError: cells cannot declare operators
