print((1 + 2)
// error: SyntaxError: expected ',' or ')' to close the '(' of line 1, but the cell ends here
