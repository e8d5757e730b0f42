var xs: [Int] = []
xs.removeLast()
// error: IndexError: the array is empty
