return 3
// error: SyntaxError: 'return' stands outside a function
