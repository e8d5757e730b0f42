let some: Int? = 5
let none: Int? = nil
print(some.map { $0 * 2 } ?? 0, none.map { $0 * 2 } ?? 0, some.flatMap { $0 > 9 ? $0 : nil } == nil) // expect: 10 0 true
