var total = 0
total += 0.5
// error: TypeError: 'total' is an Int and can't hold 0.5; declare it as Double
