def f(x): return x
// error: SyntaxError: functions are declared with 'func'
