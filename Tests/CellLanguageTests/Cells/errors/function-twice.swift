func f() { }
func f() { }
// error: NameError: 'f' is declared twice in this cell
