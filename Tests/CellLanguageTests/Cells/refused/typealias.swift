typealias Number = Double
// error: SyntaxError: cells cannot declare types
