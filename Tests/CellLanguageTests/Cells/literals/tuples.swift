print((1, "a"), (x: 1, y: 2.5)) // expect: (1, "a") (x: 1, y: 2.5)
let t = (1, (2, 3))
print(t.0, t.1.1) // expect: 1 3
