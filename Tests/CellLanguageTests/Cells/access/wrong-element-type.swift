var xs = [1, 2]
xs.append("three")
// error: TypeError: an element of an array of Int must be Int, not String
