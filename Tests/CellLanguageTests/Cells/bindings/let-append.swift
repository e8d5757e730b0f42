let xs = [1, 2]
xs.append(3)
// error: TypeError: 'append' changes its value
