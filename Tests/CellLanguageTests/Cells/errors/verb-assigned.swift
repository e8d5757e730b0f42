print = 3
// error: NameError: 'print' belongs to the language
