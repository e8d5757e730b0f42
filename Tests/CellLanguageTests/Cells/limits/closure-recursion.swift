var f: (Int) -> Int = { $0 }
f = { n in f(n + 1) }
f(0)
// error: RecursionError:
