var closures: [() -> Int] = []
for i in 0..<3 { closures.append({ i * 10 }) }
print(closures.map { $0() }) // expect: [0, 10, 20]
