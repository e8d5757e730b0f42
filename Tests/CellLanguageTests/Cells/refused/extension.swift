extension Int { }
// error: SyntaxError: cells cannot declare an extension
