for x in stride(from: 0, to: 1, by: 0) { print(x) }
// error: ArgumentError: the step must be a number other than 0
