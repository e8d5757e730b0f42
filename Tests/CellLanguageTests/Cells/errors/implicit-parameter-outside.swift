$0 + 1
// error: SyntaxError: '$0' stands outside a closure
