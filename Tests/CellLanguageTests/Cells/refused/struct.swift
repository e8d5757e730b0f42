struct Point { var x: Int }
// error: SyntaxError: cells cannot declare a struct
