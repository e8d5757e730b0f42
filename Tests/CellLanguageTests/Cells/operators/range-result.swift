0..<4
// result: Range(0..<4)
