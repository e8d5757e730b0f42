let small = Int.min
small / -1
// error: ArithmeticError:
