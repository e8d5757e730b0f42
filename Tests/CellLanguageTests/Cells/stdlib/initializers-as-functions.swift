print([1, 2].map(String.init), ["1", "x"].compactMap { Int($0) }, [3].map(Double.init)) // expect: ["1", "2"] [1] [3.0]
