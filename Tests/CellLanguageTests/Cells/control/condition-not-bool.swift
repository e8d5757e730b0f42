let n = 1
if n { print("yes") }
// error: TypeError: a condition must be a Bool, not Int; compare it with '=='
// underlined: n
