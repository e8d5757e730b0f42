[1].map { a, b in a }
// error: ArgumentError: the closure takes 2 arguments, but gets 1
