print(0..<4, 1...3) // expect: 0..<4 1...3
print((0..<4).contains(3), (1...3).count, Array(0..<3)) // expect: true 3 [0, 1, 2]
print((0.5...1.5).contains(1), (0..<0).isEmpty) // expect: true true
