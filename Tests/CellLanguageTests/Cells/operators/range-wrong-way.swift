let n = 3
for i in n..<1 { print(i) }
// error: IndexError: a range can't go from 3 up to 1
