let (a, b) = (1, 2, 3)
// error: TypeError: a value of type (Int, Int, Int) can't be taken apart into 2 variables
