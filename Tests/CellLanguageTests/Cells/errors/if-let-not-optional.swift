if let x = 3 { print(x) }
// error: TypeError: 'if let' needs an optional
