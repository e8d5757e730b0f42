var s = "abcd"
while true { s += s }
// error: LimitError: a string of
