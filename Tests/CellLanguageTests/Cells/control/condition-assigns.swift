var n = 1
if n = 2 { print("yes") }
// error: SyntaxError: '=' assigns; equality is tested with '=='
// underlined: =
