[1].appnd(2)
// error: NameError: a value of type [Int] has no member 'appnd'; did you mean 'append'?
