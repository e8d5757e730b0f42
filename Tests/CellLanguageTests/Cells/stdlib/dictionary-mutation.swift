var d = ["a": 1, "b": 2]
print(d.removeValue(forKey: "a")!, d.removeValue(forKey: "x") == nil, d.count) // expect: 1 true 1
d.removeAll()
print(d.isEmpty) // expect: true
