let n = 12
switch n {
case let x where x < 0: print("negative", x)
case let x where x % 2 == 0: print("even", x) // expect: even 12
default: print("odd")
}
