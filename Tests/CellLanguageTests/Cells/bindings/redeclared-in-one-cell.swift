let x = 1
let x = 2
// error: NameError: 'x' is declared twice in this cell
