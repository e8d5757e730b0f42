Int(0.0 / 0.0)
// error: ArithmeticError: 
