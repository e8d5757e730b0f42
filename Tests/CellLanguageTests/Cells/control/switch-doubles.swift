let x = 0.5
switch x {
case 0..<1: print("fraction") // expect: fraction
default: print("no")
}
