print "hello"
// error: SyntaxError: statements on one line are separated by ';'; a call needs brackets: print(…)
// underlined: "hello"
