for name in ["a", "b"] { print(name) }
// expect: a
// expect: b
for (i, name) in ["x", "y"].enumerated() { print(i, name) }
// expect: 0 x
// expect: 1 y
