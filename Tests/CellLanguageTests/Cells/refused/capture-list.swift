let x = 1
let f = { [x] in x }
// error: SyntaxError: cells have no capture lists
