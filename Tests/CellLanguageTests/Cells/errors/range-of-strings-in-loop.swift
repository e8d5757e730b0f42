for x in 0... { if x > 2 { break } else { print(x) } }
// expect: 0
// expect: 1
// expect: 2
