let square: (Double) -> Double = { x in x * x }
let half: (Double) -> Double = { $0 / 2 }
print(square(3), half(3)) // expect: 9.0 1.5
func apply(_ f: (Double) -> Double) -> Double { f(1) }
print(apply { $0 + 1 }) // expect: 2.0
