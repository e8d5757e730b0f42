let x = 1
x is Int
// error: SyntaxError: cells have no 'is'
