for i in 1..3 { print(i) }
// error: SyntaxError: a range is written with '...' (the end included) or '..<' (the end left out)
