func f() { }
f = 3
// error: NameError: 'f' is a function and can't be changed
