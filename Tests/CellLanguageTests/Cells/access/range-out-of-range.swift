let xs = [1, 2, 3]
xs[1...5]
// error: IndexError: the range 1...5 is not within the 3 elements
