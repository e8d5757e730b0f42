let d = ["a": 1]
print(d["a"] ?? 0, d["b"] ?? 0, d["x"] ?? d["y"] ?? 9) // expect: 1 0 9
