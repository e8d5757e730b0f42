let xs = [10, 20, 30, 40]
print(xs[0], xs[1...2], xs[..<2], xs[2...]) // expect: 10 [20, 30] [10, 20] [30, 40]
let d = ["a": 1]
print(d["a"]!, d["b"] == nil, d["b", default: 7]) // expect: 1 true 7
