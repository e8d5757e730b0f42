print("\q")
// error: SyntaxError: '\q' is no escape
