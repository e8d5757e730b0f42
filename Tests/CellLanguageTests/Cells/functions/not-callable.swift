let x = 3
x(1)
// error: TypeError: a value of type Int can't be called
// underlined: x
