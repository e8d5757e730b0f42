let x = 1)
// error: SyntaxError: ')' closes nothing
