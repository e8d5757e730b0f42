let a = 10
var b = a
b = b + 5
print(a, b) // expect: 10 15
