[Int](repeating: 0, count: 1_000_000_000)
// error: LimitError: a collection of 1000000000 elements is too large
