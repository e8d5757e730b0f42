var s = "a" + "b"
s += "c"
print(s, [1] + [2]) // expect: abc [1, 2]
