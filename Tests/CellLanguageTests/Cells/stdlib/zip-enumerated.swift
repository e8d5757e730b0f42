for (i, (a, b)) in zip([1, 2], ["x", "y"]).enumerated() { print(i, a, b) }
// expect: 0 1 x
// expect: 1 2 y
