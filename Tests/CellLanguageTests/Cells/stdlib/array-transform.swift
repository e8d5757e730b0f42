let xs = [1, 2, 3, 4]
print(xs.map { $0 * $0 }, xs.filter { $0 % 2 == 0 }, xs.reduce(0) { $0 + $1 }) // expect: [1, 4, 9, 16] [2, 4] 10
print(xs.map { Double($0) / 2 }, ["1", "x", "3"].compactMap { Int($0) }, [[1], [2, 3]].flatMap { $0 }) // expect: [0.5, 1.0, 1.5, 2.0] [1, 3] [1, 2, 3]
