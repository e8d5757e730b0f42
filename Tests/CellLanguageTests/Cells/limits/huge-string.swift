String(repeating: "x", count: 10_000_000_000)
// error: LimitError: a string of 10000000000 bytes is too large
