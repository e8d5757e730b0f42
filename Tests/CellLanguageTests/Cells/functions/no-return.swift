func half(_ n: Int) -> Int { if n > 5 { return n } }
half(1)
// error: TypeError: half must return a value of type Int
