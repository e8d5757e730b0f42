1 < 2 < 3
// error: SyntaxError: '<' can't follow an operator of its kind
