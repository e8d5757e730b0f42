let a = Array(0..<20).shuffled(seed: 7)
print(a == Array(0..<20).shuffled(seed: 7), a.sorted() == Array(0..<20), a == Array(0..<20)) // expect: true true false
print(Array(0..<20).shuffled().count) // expect: 20
// easel-only
