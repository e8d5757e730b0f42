var xs = [1]
xs[4] = 2
// error: IndexError: the index 4 is out of range 0..<1
