func name(_ n: Int) -> String {
    switch n {
    case 0: return "zero"
    case 1, 2: return "small"
    case 3..<10: return "medium"
    case 10...: return "large"
    default: return "negative"
    }
}
print(name(0), name(2), name(5), name(99), name(-1)) // expect: zero small medium large negative
