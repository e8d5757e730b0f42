var n = 0
repeat {
    n += 2
} while n < 5
print(n) // expect: 6
