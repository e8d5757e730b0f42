func first<T>(_ xs: [T]) -> T { xs[0] }
// error: SyntaxError: cells cannot declare generic functions
