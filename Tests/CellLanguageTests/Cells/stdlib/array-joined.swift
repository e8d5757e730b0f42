print(["a", "b"].joined(separator: ", "), ["x", "y"].joined()) // expect: a, b xy
