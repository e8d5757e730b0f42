func add(_ x: inout Int) { }
// error: SyntaxError: cells have no 'inout' parameters
