let x = 1 let y = 2
// error: SyntaxError: statements on one line are separated by ';'
