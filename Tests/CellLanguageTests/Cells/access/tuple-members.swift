var p = (x: 1, y: 2)
p.x = 5
p.1 += 10
print(p.x, p.y) // expect: 5 12
