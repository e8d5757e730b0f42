break
// error: SyntaxError: 'break' stands outside a loop
