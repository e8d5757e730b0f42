1...3
// result: ClosedRange(1...3)
