let xs = [1, 2]
xs[0] = 3
// error: NameError: 'xs' is a 'let' constant
