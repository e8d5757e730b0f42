let n = 4
print(n > 3 ? "big" : "small", n > 5 ? 1 : n > 3 ? 2 : 3) // expect: big 2
