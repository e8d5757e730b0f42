let x = Int.random(in: 1...6)
let y = Double.random(in: 0..<1)
print((1...6).contains(x), y >= 0 && y < 1, [1, 2].randomElement() != nil) // expect: true true true
