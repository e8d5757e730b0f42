print(total)
let total = 3
// error: NameError: 'total' is used before it is declared
// underlined: total
