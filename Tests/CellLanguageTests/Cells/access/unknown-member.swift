let xs = [1]
xs.cuont
// error: NameError: a value of type [Int] has no member 'cuont'; did you mean 'count'?
// underlined: cuont
