[1, 2].joined(separator: ", ")
// error: TypeError: only an array of String can be joined
