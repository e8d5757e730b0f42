#warning("no")
// error: SyntaxError: cells have no macros or directives such as '#warning'
