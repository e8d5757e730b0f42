func + (a: Int, b: Int) -> Int { 0 }
// error: SyntaxError: cells cannot declare operators
