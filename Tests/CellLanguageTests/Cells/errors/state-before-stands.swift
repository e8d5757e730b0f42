var a = 1
// cell
a = 2
a = a / 0
a = 3
// cell
a
// result: 2
// error: ArithmeticError: division by zero
