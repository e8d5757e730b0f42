var x = 5
x += 1
-x
print(x) // expect: 6
// easel-only
