1 == "1"
// error: TypeError: a value of type Int can't be compared with one of type String
