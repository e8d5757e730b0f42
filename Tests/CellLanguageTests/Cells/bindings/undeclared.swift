count = 3
// error: NameError: 'count' is not declared; write 'let count = …' or 'var count = …'
