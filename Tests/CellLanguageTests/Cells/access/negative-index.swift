let xs = [1, 2, 3]
xs[-1]
// error: IndexError: the index -1 is out of range 0..<3
