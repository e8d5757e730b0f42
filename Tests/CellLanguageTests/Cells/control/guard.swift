func half(_ n: Int) -> Int? {
    guard n % 2 == 0 else { return nil }
    return n / 2
}
print(half(4)!, half(3) == nil) // expect: 2 true
func first(_ xs: [Int]) -> String {
    guard let x = xs.first else { return "empty" }
    return "first \(x)"
}
print(first([]), first([9])) // expect: empty first 9
