func bounds(_ xs: [Int]) -> (low: Int, high: Int) {
    return (xs.min()!, xs.max()!)
}
let b = bounds([3, 1, 2])
print(b.low, b.high, b.0) // expect: 1 3 1
print(b) // expect: (low: 1, high: 3)
