let d = ["a": 1]
d["b"]! + 1
// error: NilError: the value is nil
// underlined: d["b"]!
