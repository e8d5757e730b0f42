let xs = [1, 2]
print(String(describing: xs.first), "\([xs.first, nil])")
// expect: Optional(1) [Optional(1), nil]
