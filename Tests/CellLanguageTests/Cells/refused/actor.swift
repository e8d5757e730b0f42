actor Counter { }
// error: SyntaxError: cells cannot declare an actor
