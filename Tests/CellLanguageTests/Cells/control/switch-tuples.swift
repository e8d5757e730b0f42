let point = (0, 5)
switch point {
case (0, 0): print("origin")
case (0, let y) where y > 3: print("high", y) // expect: high 5
case (_, 0): print("axis")
default: print("elsewhere")
}
switch point {
case let (x, y): print(x + y) // expect: 5
}
