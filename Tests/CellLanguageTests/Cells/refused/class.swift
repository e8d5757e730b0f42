class Model { }
// error: SyntaxError: cells cannot declare a class; use tuples
// underlined: class Model
