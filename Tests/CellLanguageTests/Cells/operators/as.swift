let x = 3
x as Double
// error: SyntaxError: cells have no 'as'
