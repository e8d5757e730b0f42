let counts = ["a", "b", "a"].reduce(into: [String: Int]()) { result, word in result[word, default: 0] += 1 }
print(counts["a"]!, counts["b"]!) // expect: 2 1
