40 + 1
// cell
_ + 1
// result: 42
