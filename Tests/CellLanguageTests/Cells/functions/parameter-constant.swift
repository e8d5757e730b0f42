func f(_ n: Int) { n += 1 }
// error: NameError: 'n' is a parameter and can't be changed
