let pairs = zip([1, 2], [3, 4]).map { $0 + $1 }
print(pairs) // expect: [4, 6]
print(["a", "b"].enumerated().map { i, s in "\(i)\(s)" }) // expect: ["0a", "1b"]
print(zip([1, 2], [3, 4]).map { a, b in a * b }) // expect: [3, 8]
