var steps = 10
// cell
let steps = steps * 2
steps
// result: 20
