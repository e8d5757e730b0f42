let x: Double = 1 / 2
let y = 2.0
print(x, 1 / 2 * y, y * (1 / 2), 7 / 2, 7.0 / 2) // expect: 0.5 1.0 1.0 3 3.5
print(1 / 2 + 0.5, max(1 / 2, 0.25)) // expect: 1.0 0.5
let xs: [Double] = [1 / 2, 3 / 4]
print(xs) // expect: [0.5, 0.75]
func f(_ x: Double) -> Double { x }
print(f(1 / 4), sqrt(1 / 4)) // expect: 0.25 0.5
