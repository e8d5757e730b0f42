print("before")
let y = (1
// error: SyntaxError:
