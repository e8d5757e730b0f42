["a": 1, "a": 2]
// error: ArgumentError: the key "a" is given twice
