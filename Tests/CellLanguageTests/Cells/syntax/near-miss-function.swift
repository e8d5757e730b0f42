pritn("x")
// error: NameError: there is no variable or function 'pritn'; did you mean 'print'?
// underlined: pritn
