func move(from start: Int, to end: Int, in steps: Int) -> Int { (end - start) / steps }
print(move(from: 0, to: 10, in: 5)) // expect: 2
