func scale() -> Int { factor * 10 }
var factor = 2
// cell
let factor = 5
scale()
// result: 50
