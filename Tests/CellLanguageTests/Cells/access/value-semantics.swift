var a = [1, 2]
var b = a
b.append(3)
b[0] = 9
print(a, b) // expect: [1, 2] [9, 2, 3]
var d = ["k": [1]]
let e = d
d["k"]!.append(2)
print(e, d) // expect: ["k": [1]] ["k": [1, 2]]
