func half(_ n: Int) -> Int { "half" }
half(1)
// error: TypeError: the result of half must be Int, not String
