_ + 1
// error: NameError: there is no last result yet
