let words: [String: String] = ["a": "xyz"]
print(words["a"]?.count ?? 0, words["b"]?.count ?? -1) // expect: 3 -1
let nested: [String: [Int]] = ["a": [1, 2]]
print(nested["a"]?.first ?? 0, nested["q"]?.first == nil) // expect: 1 true
