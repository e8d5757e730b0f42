var x = 1
x = "one"
// error: TypeError: 'x' is of type Int and can't hold a value of type String
