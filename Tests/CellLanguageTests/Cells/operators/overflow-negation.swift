let small = Int.min
-small
// error: ArithmeticError:
