var xs = [1, 2, 3, 4, 5]
xs.removeSubrange(1...2)
xs.insert(contentsOf: [8, 9], at: 1)
print(xs) // expect: [1, 8, 9, 4, 5]
xs.removeLast(2)
xs.removeFirst(1)
print(xs) // expect: [8, 9]
