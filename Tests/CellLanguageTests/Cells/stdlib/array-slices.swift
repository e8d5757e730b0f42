let xs = [1, 2, 3, 4, 5]
print(xs.prefix(2), xs.suffix(2), xs.dropFirst(), xs.dropLast(3), xs.prefix(while: { $0 < 4 }), xs.prefix(99)) // expect: [1, 2] [4, 5] [2, 3, 4, 5] [1, 2] [1, 2, 3] [1, 2, 3, 4, 5]
