let big = Int.max
big + 1
// error: ArithmeticError: 9223372036854775807 + 1 does not fit in Int
// underlined: big + 1
