let x = 20
x * 2 + 2
// result: 42
