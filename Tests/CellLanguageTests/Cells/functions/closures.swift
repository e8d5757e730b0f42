let add = { (a: Int, b: Int) -> Int in a + b }
let twice: (Int) -> Int = { $0 * 2 }
print(add(1, 2), twice(5)) // expect: 3 10
print([3, 1, 2].sorted(by: { a, b in a > b })) // expect: [3, 2, 1]
print([3, 1, 2].sorted { $0 > $1 }) // expect: [3, 2, 1]
print([1, 2, 3].reduce(0, +)) // expect: 6
print([3, 1, 2].sorted(by: >)) // expect: [3, 2, 1]
