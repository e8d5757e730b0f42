print(1 + 2 == 3 && 4 > 3 || false) // expect: true
let limit: Int? = nil
print(limit ?? 2 + 3) // expect: 5
print(1 + (limit ?? 2)) // expect: 3
