protocol P { }
// error: SyntaxError: cells cannot declare a protocol
