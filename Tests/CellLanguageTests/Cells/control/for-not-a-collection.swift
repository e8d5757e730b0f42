for i in 5 { print(i) }
// error: TypeError: an Int is no collection; write '0..<5' to count
// underlined: 5
