Int(1e300)
// error: ArithmeticError: 1e+300 does not fit in Int
