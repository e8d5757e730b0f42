print(5.isMultiple(of: 2), 2.5.rounded(), Double.pi, Int.max) // expect: false 3.0 3.141592653589793 9223372036854775807
