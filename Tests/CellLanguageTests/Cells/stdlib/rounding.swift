print(2.5.rounded(), 2.4.rounded(.up), (-2.5).rounded(.towardZero), 2.5.rounded(.toNearestOrEven)) // expect: 3.0 3.0 -2.0 2.0
print(9.0.squareRoot(), (0.0 / 0.0).isNaN, 1e308 * 10) // expect: 3.0 true inf
