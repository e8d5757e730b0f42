var xs: [Double] = []
xs.append(3)
xs.append(0.5)
print(xs) // expect: [3.0, 0.5]
var ys = [1.5]
ys.append(2)
print(ys) // expect: [1.5, 2.0]
