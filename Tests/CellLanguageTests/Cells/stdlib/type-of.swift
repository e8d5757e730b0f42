print(type(of: 1), type(of: "a"), type(of: [1.5])) // expect: Int String [Double]
// easel-only
