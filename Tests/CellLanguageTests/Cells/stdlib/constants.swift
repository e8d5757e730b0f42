print(Double.infinity > 1e300, -Double.infinity, Int.min, Double.nan.isNaN) // expect: true -inf -9223372036854775808 true
let x: Double = .pi
print(x == Double.pi, max(1.0, .infinity)) // expect: true inf
