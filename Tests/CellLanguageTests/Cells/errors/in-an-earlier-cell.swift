func third(_ xs: [Int]) -> Int { xs[2] }
// cell
third([1])
// error: IndexError: the index 2 is out of range 0..<1
// underlined: 2
