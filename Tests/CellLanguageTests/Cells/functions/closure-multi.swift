let describe = { (n: Int) -> String in
    let kind = n % 2 == 0 ? "even" : "odd"
    return "\(n) is \(kind)"
}
print(describe(3)) // expect: 3 is odd
