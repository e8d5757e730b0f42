func total(_ xs: Int...) -> Int { xs.reduce(0, +) }
print(total(), total(1, 2, 3)) // expect: 0 6
