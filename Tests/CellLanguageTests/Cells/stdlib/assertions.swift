precondition(1 > 2, "must be larger")
// error: Error: must be larger
