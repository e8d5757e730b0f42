for x in stride(from: 0, to: 10, by: 4) { print(x) }
// expect: 0
// expect: 4
// expect: 8
for x in stride(from: 1.0, through: 0, by: -0.5) { print(x) }
// expect: 1.0
// expect: 0.5
// expect: 0.0
