let xs = [1]
xs.sorted
// error: TypeError: 'sorted' is a method; call it with brackets
