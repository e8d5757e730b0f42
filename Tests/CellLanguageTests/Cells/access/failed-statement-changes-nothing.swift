var xs = [1, 2]
xs.append(3)
xs[0] = 10 / (xs[1] - 2)
// cell
xs
// result: [1, 2, 3]
// error: ArithmeticError: division by zero
