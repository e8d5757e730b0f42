enum Kind { case a }
// error: SyntaxError: cells cannot declare an enum
