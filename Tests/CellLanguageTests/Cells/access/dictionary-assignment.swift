var d = ["a": 1]
d["b"] = 2
d["a"] = nil
d["c", default: 0] += 5
d["c", default: 0] += 5
print(d.count, d["b"]!, d["c"]!, d["a"] == nil) // expect: 2 2 10 true
var groups: [String: [Int]] = [:]
groups["x", default: []].append(1)
groups["x", default: []].append(2)
groups["x"]?.append(3)
groups["y"]?.append(3)
print(groups) // expect: ["x": [1, 2, 3]]
