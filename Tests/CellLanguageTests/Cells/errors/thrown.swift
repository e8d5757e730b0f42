func check(_ n: Int) throws { if n > 1 { throw "too many" } }
try check(2)
// error: Error: too many
