let x = 1
x = 2
// error: NameError: 'x' is a 'let' constant; declare it with 'var' to change it
// underlined: x
