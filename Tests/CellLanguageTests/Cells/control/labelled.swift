outer: for i in 0..<3 {
    for j in 0..<3 {
        if j == 2 { continue outer }
        if i == 1 { break outer }
        print(i, j)
    }
}
// expect: 0 0
// expect: 0 1
