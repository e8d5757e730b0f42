func add(a, b) { a + b }
print(add(a: 1, b: 2.5)) // expect: 3.5
func scale(x, by factor = 2) { return x * factor }
print(scale(x: 4)) // expect: 8
// easel-only
