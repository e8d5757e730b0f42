let big = Int.max
print(big &+ 1 == Int.min) // expect: true
