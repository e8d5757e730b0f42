let zero = 0
1 / zero
// error: ArithmeticError: division by zero
