let (a, b) = (1, "two")
let (c, (d, e)) = (3, (4, 5))
let (_, last) = (1, 2)
print(a, b, c, d, e, last) // expect: 1 two 3 4 5 2
