let xs = [3, 1, 2]
print(xs.contains(2), xs.contains { $0 > 5 }, xs.contains(where: { $0 == 1 }), xs.firstIndex(of: 1)!, xs.first(where: { $0 < 3 })!) // expect: true false true 1 1
print(xs.allSatisfy { $0 > 0 }, xs.min()!, xs.max()!, xs.min(by: { $0 > $1 })!, xs.firstIndex { $0 == 2 }!) // expect: true 1 3 3 2
