func f(a: Int) { }
f(a = 1)
// error: SyntaxError: arguments are given with ':', not '='; write 'a: …'
