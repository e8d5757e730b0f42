print(min(3, 1, 2), max(2, 7), abs(-3), abs(-2.5)) // expect: 1 7 3 2.5
print(max(1, 2.5), min("b", "a")) // expect: 2.5 a
