let n = 3
let x = 0.5
print(n * x, x + n, n / x, n > x, n == 3.0)
// expect: 1.5 3.5 6.0 true true
// easel-only
