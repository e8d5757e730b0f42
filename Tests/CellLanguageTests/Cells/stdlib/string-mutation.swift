var s = "ab"
s.append("c")
s += "d"
print(s, s.removeLast(), s) // expect: abcd d abc
