String(format: "%d", "x")
// error: ArgumentError: '%d' does not fit a value of type String
