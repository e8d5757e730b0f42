let d = ["b": 2, "a": 1]
print(d.keys.sorted(), d.values.sorted(), d.count, d.isEmpty) // expect: ["a", "b"] [1, 2] 2 false
print(d.sorted { $0.value < $1.value }.map { $0.key }, d.mapValues { $0 * 10 }["a"]!, d.filter { $0.value > 1 }) // expect: ["a", "b"] 10 ["b": 2]
print(d.map { "\($0.key)\($0.value)" }.sorted(), d.contains { $0.value == 2 }, d.max { $0.value < $1.value }!.key) // expect: ["a1", "b2"] true b
