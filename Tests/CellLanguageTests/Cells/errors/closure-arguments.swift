let f = { (a: Int, b: Int) in a + b }
f(1)
// error: ArgumentError: the closure needs
