var total = 0
for i in 0..<5 { total += i }
for i in 1...3 { total += i }
print(total) // expect: 16
for i in (0..<3).reversed() { print(i, terminator: " ") }
print() // expect: 2 1 0 
