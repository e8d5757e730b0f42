let xs = [1, 2, 3]
xs[3]
// error: IndexError: the index 3 is out of range 0..<3
// underlined: 3
