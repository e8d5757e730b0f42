let xs = [3, 1]
xs.max() + 1
// error: TypeError: a value of optional type Int? must be unwrapped
