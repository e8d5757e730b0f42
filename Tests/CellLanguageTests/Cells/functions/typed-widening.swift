func half(_ x: Double) -> Double { x / 2 }
print(half(3)) // expect: 1.5
func average(_ xs: [Double]) -> Double { xs.reduce(0, +) / Double(xs.count) }
print(average([1, 2])) // expect: 1.5
