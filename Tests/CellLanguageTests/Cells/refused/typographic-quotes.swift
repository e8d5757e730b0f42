print(“hello”)
// error: SyntaxError: '“' is a typographic quote
