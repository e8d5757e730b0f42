[1, 2].sum()
// error: NameError: a value of type [Int] has no member 'sum'; Swift writes '.reduce(0, +)'
// underlined: sum
