func outer(_ n: Int) -> Int {
    let base = 10
    func inner(_ k: Int) -> Int { k == 0 ? base : inner(k - 1) + 1 }
    return inner(n)
}
print(outer(3)) // expect: 13
