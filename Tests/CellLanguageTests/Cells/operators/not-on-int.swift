!5
// error: TypeError: '!' does not work on Int
