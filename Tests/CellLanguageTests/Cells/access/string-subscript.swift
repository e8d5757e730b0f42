let s = "abc"
s[0]
// error: TypeError: a String has no subscript
