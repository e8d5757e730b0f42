print(7.isMultiple(of: 7), (-3).magnitude, (-3).signum(), 17.quotientAndRemainder(dividingBy: 5)) // expect: true 3 -1 (quotient: 3, remainder: 2)
