let xs = [1, 2, 3]
print(xs.count, xs.first!, xs.last ?? 0, xs.isEmpty, "abc".count) // expect: 3 1 3 false 3
