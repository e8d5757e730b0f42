for i in 0..<3 { i += 1 }
// error: NameError: 'i' belongs to its loop and can't be changed
