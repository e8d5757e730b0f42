let d = ["a": "text"]
d["a"].count
// error: TypeError: the value is optional (String?); write '?.count'
