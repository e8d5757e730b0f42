Array(0..<10_000_000_000)
// error: LimitError: a collection of 10000000000 elements is too large
