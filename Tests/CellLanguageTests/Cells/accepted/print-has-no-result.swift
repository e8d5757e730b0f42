print("x") // expect: x
// result: none
