var x = 10
x += 5
x -= 3
x *= 4
x /= 5
x %= 4
print(x) // expect: 1
var d = 1.5
d *= 2
d -= 1
print(d) // expect: 2.0
