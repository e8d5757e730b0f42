var stack = [1, 2]
while let top = stack.popLast() { print(top) }
// expect: 2
// expect: 1
