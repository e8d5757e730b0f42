var xs = [1, 2, 3]
xs.append(4)
xs.append(contentsOf: [5, 6])
xs.insert(0, at: 0)
print(xs.remove(at: 1), xs.removeLast(), xs.removeFirst(), xs.popLast()!) // expect: 1 6 0 5
xs.reverse()
print(xs) // expect: [4, 3, 2]
xs.sort()
xs.swapAt(0, 2)
print(xs) // expect: [4, 3, 2]
xs.removeAll { $0 == 3 }
print(xs) // expect: [4, 2]
xs += [9]
xs.sort(by: >)
print(xs) // expect: [9, 4, 2]
xs.removeAll()
print(xs.isEmpty) // expect: true
